import { anomalyName } from '../../figures/anomalies.js';
import { partText } from '../../figures/outages.js';
import { countText } from '../../figures/number-text.js';
import type { ProfileFigures } from '../../figures/profile-figures.js';
import { absent, quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import type { Cell } from '../table.js';

export function anomaliesCell({ name, anomalies }: ProfileFigures): Cell {
  const rates = anomalies.flatMap((one) =>
    one.per10000 === null ? [] : [{ ...one, per10000: one.per10000 }],
  );
  if (rates.length === 0) return { sort: null, content: absent };
  return {
    sort: Math.max(...rates.map(({ per10000 }) => per10000)),
    content: html`<ul class="anomalies">
      ${rates.map(
        ({ kind, per10000, permitted }) =>
          html`<li>
            <b>${quoted(`anomaly-${kind}`, name, per10000)}</b>
            ${anomalyName(kind)}${!permitted && per10000 > 0 && html` <strong class="grave">promised against</strong>`}
          </li>`,
      )}
    </ul>`,
  };
}

/** Whether promises were found broken, before anything else that is said of them. */
export function violationsLine({ name, violations, runs }: ProfileFigures): Html {
  const judged = runs.some((run) => run.verdicts.length > 0 || run.faults.length > 0);
  const count = (text: string) => quoted('violations', name, violations.length, text);
  if (violations.length > 0) {
    const ids = [...new Set(violations.map(({ invariant }) => invariant))];
    return html`<strong class="broken"
      ><span aria-hidden="true">✗</span> ${count(`${violations.length} broken`)}:
      <a href="#findings">${ids.join(', ')}</a></strong
    >`;
  }
  return judged
    ? html`<span class="kept"><span aria-hidden="true">✓</span> ${count('none broken')}</span>`
    : html`<span class="absent">not judged</span>`;
}

export function outageCell({ facts, outages }: ProfileFigures): Cell {
  const { parts, stopping, worst } = outages;
  if (worst === null) return { sort: null, content: absent };
  return {
    sort: stopping / parts,
    content: html`<b
        >${quoted('stopping', facts.name, stopping, String(stopping))} of ${countText(parts, 'part')}</b
      >
      stop checkouts. Worst, ${partText(worst)}: ${worst.sentence}. <a href="#outages">All parts</a>`,
  };
}
