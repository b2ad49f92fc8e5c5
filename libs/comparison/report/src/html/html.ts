/** Markup that is safe to be written as it is. */
export class Html {
  constructor(readonly text: string) {}
}

export type Content = Html | string | number | null | undefined | false | readonly Content[];

/** A template whose values are escaped, unless they are markup themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(parts.reduce((text, part, index) => text + render(values[index - 1]) + part));
}

export function render(content: Content): string {
  if (content instanceof Html) return content.text;
  if (content === null || content === undefined || content === false) return '';
  if (typeof content === 'object') return content.map(render).join('');
  return escape(String(content));
}

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** JSON to stand within a script element: nothing in it can end that element or begin a comment. */
export function json(value: unknown): Html {
  return new Html(JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, unicodeEscape));
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** An id of ASCII letters, digits and dashes; `index` keeps two texts of the same letters apart. */
export function idOf(prefix: string, text: string | number, index = 0): string {
  const letters = String(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return `${prefix}-${letters}${index === 0 ? '' : `-${index}`}`;
}
