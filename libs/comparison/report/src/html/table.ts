import { type Content, html, Html, render } from './html.js';

export interface Column {
  readonly label: Content;
  /** Right-aligned, and sorted as numbers. */
  readonly numeric?: boolean;
  /** Columns beside each other of one group share a heading above. */
  readonly group?: string;
  readonly className?: string;
  /** Whether the column can be sorted in a table that can; true unless said otherwise. */
  readonly sortable?: boolean;
}

/** What a cell shows; what it is sorted by where that is not its text. */
export interface Cell {
  readonly content: Content;
  readonly sort?: number | string | null;
  readonly className?: string;
}

export interface TableOptions {
  readonly caption: Content;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (Cell | Content)[])[];
  readonly sortable?: boolean;
  readonly className?: string;
  readonly id?: string;
}

/** A table in a container that scrolls sideways by itself, also by keyboard; the first cell of a row is its heading. */
export function table({ caption, columns, rows, sortable = false, className = '', id }: TableOptions): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${words(caption)}">
    <table class="${className}" ${id !== undefined && html`id="${id}"`}>
      <caption>
        <span>${caption}</span>
      </caption>
      <thead>
        ${groupRow(columns)}
        <tr>
          ${columns.map((column) => heading(column, sortable))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, index) => bodyCell(cell, columns[index], index))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function groupRow(columns: readonly Column[]): Html | null {
  if (columns.every(({ group }) => group === undefined)) return null;
  const groups: { group: string | undefined; span: number }[] = [];
  for (const { group } of columns) {
    const last = groups.at(-1);
    if (last && last.group === group) last.span++;
    else groups.push({ group, span: 1 });
  }
  return html`<tr class="groups">
    ${groups.map(({ group, span }) =>
      group === undefined
        ? html`<td colspan="${span}"></td>`
        : html`<th scope="colgroup" colspan="${span}">${group}</th>`,
    )}
  </tr>`;
}

function heading({ label, numeric, className, sortable: can = true }: Column, sortable: boolean): Html {
  const classes = [numeric && 'num', className].filter(Boolean).join(' ');
  return sortable && can
    ? html`<th scope="col" class="${classes}" aria-sort="none">
        <button type="button" class="sort">${label}</button>
      </th>`
    : html`<th scope="col" class="${classes}">${label}</th>`;
}

function bodyCell(given: Cell | Content, column: Column | undefined, index: number): Html {
  const { content, sort, className }: Cell = isCell(given) ? given : { content: given };
  const classes = [column?.numeric && 'num', column?.className, className].filter(Boolean).join(' ');
  const sorted = sort === undefined ? null : html` data-sort="${sort ?? ''}"`;
  return index === 0
    ? html`<th scope="row" class="${classes}" ${sorted}>${content}</th>`
    : html`<td class="${classes}" ${sorted}>${content}</td>`;
}

function isCell(value: Cell | Content): value is Cell {
  return typeof value === 'object' && value !== null && 'content' in value;
}

/** What markup says, without the elements. */
function words(content: Content): Html {
  return new Html(
    render(content)
      .replace(/<[^>]*>/g, '')
      .trim(),
  );
}
