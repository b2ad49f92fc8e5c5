import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { countText } from '../../figures/number-text.js';
import { quoted } from '../figure.js';
import { html } from '../html.js';
import type { Cell } from '../table.js';
import { metricCell } from './metric-cell.js';

export function processesCell({ facts }: ProfileFigures): Cell {
  const { name, processes, databases } = facts;
  return {
    sort: processes,
    content: [
      html`<b>${quoted('processes', name, processes)}</b>`,
      html`<span class="interval">${quoted('databases', name, databases.length, countText(databases.length, 'database'))} among them</span>`,
    ],
  };
}

export function costCells(figures: ReportFigures, of: ProfileFigures): readonly Cell[] {
  return [metricCell(figures, of, 'cpu-per-checkout'), metricCell(figures, of, 'memory'), processesCell(of)];
}
