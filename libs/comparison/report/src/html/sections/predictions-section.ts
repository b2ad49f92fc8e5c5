import { countText, numberText } from '../../figures/number-text.js';
import type { ReportFigures } from '../../figures/profile-figures.js';
import { html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';

/** What was foretold of each fault, beside what was seen. */
export function predictionsSection({ profiles }: ReportFigures): Section {
  const rows = profiles.flatMap((of) =>
    of.runs.flatMap(({ repeat, faults }) =>
      faults.flatMap((fault) => fault.predictions.map((prediction) => ({ of, repeat, fault, prediction }))),
    ),
  );
  const wrong = rows.filter(({ prediction }) => !prediction.agrees).length;
  return {
    id: 'predictions',
    title: 'Foretold, and seen',
    lead: 'Of each fault the profile’s explanation says beforehand what will happen.',
    body:
      rows.length === 0
        ? nothing('No fault was played, so no prediction was put to the test.')
        : [
            html`<p>
              ${countText(rows.length, 'prediction')}: ${numberText(rows.length - wrong)} came true,
              <b>${numberText(wrong)} did not</b>.
            </p>`,
            table({
              caption: 'Predictions, cell by cell',
              className: 'compact',
              columns: ['Profile', 'Fault', 'Repeat', 'What', 'Foretold', 'Seen', 'Agrees'].map((label) => ({
                label,
                numeric: label === 'Repeat',
              })),
              rows: rows.map(({ of, repeat, fault, prediction: { what, predicted, observed, agrees } }) => [
                { sort: of.name, content: named(of) },
                fault.title,
                repeat,
                what,
                predicted,
                observed,
                {
                  sort: agrees ? 1 : 0,
                  content: html`<span class="${agrees ? 'kept' : 'not-kept'}"
                    ><span aria-hidden="true">${agrees ? '✓' : '✗'}</span> ${agrees ? 'yes' : 'no'}</span
                  >`,
                },
              ]),
              sortable: true,
            }),
          ],
  };
}
