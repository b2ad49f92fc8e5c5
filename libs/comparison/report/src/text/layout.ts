import Table from 'cli-table3';

export interface TextOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
}

const sides = ['top', 'bottom', 'left', 'right', 'mid'];
const joints = ['mid', 'left', 'right'].flatMap((end) =>
  ['top', 'bottom', 'left', 'right', 'mid'].map((side) => `${side}-${end}`),
);
const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39] } as const;

/** Colours a text, or leaves it as it is. Words say the same, so nothing is lost without colours. */
export function painter({ colour }: TextOptions): (style: keyof typeof codes, text: string) => string {
  return (style, text) => (colour ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text);
}

/** Aligned columns without lines; all but the first are right-aligned where they are numbers. */
export function columns(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numeric: readonly number[],
): string {
  const table = new Table({
    head: [...head],
    chars: { ...Object.fromEntries([...sides, ...joints].map((part) => [part, ''])), middle: '  ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, index) => (numeric.includes(index) ? 'right' : 'left')),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

export function widthOf(text: string): number {
  // eslint-disable-next-line no-control-regex -- what colours a text takes no room
  return Math.max(...text.split('\n').map((line) => line.replace(/\u001b\[\d+m/g, '').length));
}

/** A text in lines of `width` columns, those after the first indented. A longer word stands alone. */
export function wrap(text: string, width: number, indent = '', first = ''): string {
  const lines: string[] = [];
  for (const word of text.split(/ +/)) {
    const line = lines.at(-1);
    if (line !== undefined && widthOf(line) + widthOf(word) < width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push((lines.length === 0 ? first : indent) + word);
  }
  return lines.join('\n');
}
