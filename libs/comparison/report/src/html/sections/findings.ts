import type { Finding, HistoryEntry } from '@comparison/protocol';
import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import type { Violation } from '../../figures/violations.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing } from '../section.js';
import { table } from '../table.js';

/** Every broken promise with what it takes to see it again. */
export function findings({ profiles }: ReportFigures): Html {
  const broken = profiles.flatMap((of) => of.violations.map((violation) => ({ of, violation })));
  return html`<h3 id="findings">Findings</h3>
    ${broken.length === 0 ? nothing('No promise was found broken.') : broken.map(entry)}`;
}

function entry({ of, violation }: { of: ProfileFigures; violation: Violation }): Html {
  const { invariant, title, run, fault, findings: found } = violation;
  return html`<details class="fold alarm" open>
    <summary>
      <strong class="grave">${invariant} violated</strong> ${named(of)}: ${title}
      <span class="muted"
        >repeat ${run.repeat}${run.role === 'again' && ', again'},
        ${fault === null ? 'no fault' : fault.title}</span
      >
    </summary>
    ${found.length === 0 ? nothing('No single finding was kept.') : found.map(finding)}
  </details>`;
}

function finding({ message, seed, history }: Finding): Html {
  const [first] = history;
  return html`<div class="finding">
    <p>${message}</p>
    <p class="muted">Seed ${seed} repeats it.</p>
    ${
      first === undefined
        ? nothing('Only the stored state shows it: no operation of a client does.')
        : table({
            caption: 'The shortest history that shows it',
            className: 'compact',
            columns: [
              { label: 'ms', numeric: true },
              { label: 'Client', numeric: true },
              { label: 'Operation' },
              { label: 'What' },
            ],
            rows: history.map((one) => [
              numberText(one.at - first.at),
              one.process,
              html`${one.operation} <b>${one.type}</b>`,
              html`<code>${said(one)}</code>`,
            ]),
          })
    }
  </div>`;
}

function said({ input, output, error }: HistoryEntry): string {
  return [input && JSON.stringify(input), output && JSON.stringify(output), error].filter(Boolean).join(' ');
}
