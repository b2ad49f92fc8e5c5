import Table from 'cli-table3';

const sides = ['top', 'bottom', 'left', 'right', 'mid'];
const joints = [
  'top-mid',
  'top-left',
  'top-right',
  'bottom-mid',
  'bottom-left',
  'bottom-right',
  'left-mid',
  'mid-mid',
  'right-mid',
];

/** Aligned columns without lines; `widths` are of the columns in characters, where texts must wrap. */
export function rows(
  head: readonly string[],
  body: readonly (readonly string[])[],
  widths?: readonly number[],
): string {
  const table = new Table({
    head: [...head],
    chars: { ...Object.fromEntries([...sides, ...joints].map((part) => [part, ''])), middle: ' ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    wordWrap: true,
    ...(widths && { colWidths: [...widths] }),
  });
  table.push(...body.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}

/** Rows that differ in their first cell only become one, so that what is alike is read once. */
export function merged(body: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const byRest = new Map<string, string[]>();
  for (const [first = '', ...rest] of body) {
    const key = JSON.stringify(rest);
    const known = byRest.get(key);
    if (known) known[0] = `${known[0] ?? ''}, ${first}`;
    else byRest.set(key, [first, ...rest]);
  }
  return [...byRest.values()];
}

/** A text in lines of 110 columns at most, two of them indentation. */
export function paragraph(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + word.length + 3 > 110) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => `  ${line}`).join('\n');
}
