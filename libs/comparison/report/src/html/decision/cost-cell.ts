import { countText, numberText } from '../../figures/number-text.js';
import type { ProfileFigures } from '../../figures/profile-figures.js';
import { quoted } from '../figure.js';
import { html } from '../html.js';
import type { Cell } from '../table.js';

/** What there is to run and to watch, and the memory it holds. */
export function operationCell(of: ProfileFigures): Cell {
  const { name, processes, databases } = of.facts;
  const memory = of.figure('memory');
  return {
    sort: processes,
    content: [
      html`<b>${quoted('processes', name, processes)}</b>`,
      html`<span class="interval"
        >${quoted('databases', name, databases.length, countText(databases.length, 'database'))}</span
      >`,
      memory &&
        html`<span class="interval"
          >${quoted('memory', name, memory.value, `${numberText(memory.value)} MB`)}</span
        >`,
    ],
  };
}
