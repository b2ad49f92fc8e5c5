import { type AnomalyFigure, isBroken, rateOf, seenMostFirst } from '../../figures/anomalies.js';
import { partText } from '../../figures/outages.js';
import { countText, numberText } from '../../figures/number-text.js';
import type { ProfileFigures } from '../../figures/profile-figures.js';
import { absent, quoted } from '../figure.js';
import { html, type Html } from '../html.js';
import type { Cell } from '../table.js';

const NAMED_AT_MOST = 3;

/** Each anomaly by itself, that seen most first; what was not seen in one line. */
export function anomaliesCell({ name, anomalies }: ProfileFigures): Cell {
  const looked = anomalies.filter(({ looks }) => looks > 0);
  if (looked.length === 0) return { sort: null, content: absent };
  const unseen = looked.filter(({ occurrences }) => occurrences === 0);
  return {
    sort: Math.max(0, ...looked.map((one) => rateOf(one) ?? 0)),
    content: html`<ul class="anomalies">
      ${seenMostFirst(looked).map(
        (one) =>
          html`<li>
            ${told(one, name)}${isBroken(one) && html` <strong class="grave">promised against</strong>`}
          </li>`,
      )}
      ${unseen.length > 0 && html`<li class="muted"><b>0</b> ${allOf(unseen)}</li>`}
    </ul>`,
  };
}

/** By their names, as long as these do not make a row higher than all else that it says. */
function allOf(unseen: readonly AnomalyFigure[]): Html {
  return unseen.length > NAMED_AT_MOST
    ? html`of <a href="#stale">${countText(unseen.length, 'other kind')}</a>`
    : html`${unseen.map(({ name }) => name).join(', ')}`;
}

/** A rate, and how many looks it is of; where they are too few for a rate, what was counted. */
function told(one: AnomalyFigure, profile: string): Html {
  const { name, figure, occurrences, looks, per10000 } = one;
  return rateOf(one) === null
    ? html`<b>${quoted(`${figure}-seen`, profile, occurrences, numberText(occurrences))}</b> of
        ${countText(looks, 'look')}: ${name}`
    : html`<b>${quoted(figure, profile, per10000 ?? 0)}</b> ${name}
        <span class="muted">(n ${numberText(looks)})</span>`;
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
