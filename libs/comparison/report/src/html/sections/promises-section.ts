import { countText } from '../../figures/number-text.js';
import { dataPromises, partText } from '../../figures/outages.js';
import { keepingOf } from '../../figures/promise-names.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { keepingText } from '../decision/promises-cell.js';
import { html, type Html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';

/** What each profile promises about its data, and why; and what the loss of each part takes down. */
export function promisesSection({ profiles }: ReportFigures): Section {
  return {
    id: 'promises',
    title: 'Promises, and what an outage takes down',
    lead: 'Derived from each profile before it ran; the verdicts above say whether it was so.',
    body: [
      profiles.some(({ facts }) => dataPromises(facts).length > 0)
        ? html`<details class="fold" open>
            <summary>Each promise, and who keeps it</summary>
            ${promiseTable(profiles)}
          </details>`
        : nothing('The profiles’ promises are not known.'),
      html`<div id="outages">${profiles.map(outages)}</div>`,
    ],
  };
}

function promiseTable(profiles: readonly ProfileFigures[]): Html {
  const titles = new Map(
    profiles.flatMap(({ facts }) => dataPromises(facts).map(({ id, title }) => [id, title] as const)),
  );
  return table({
    caption: 'Promises by profile, each with its reason',
    className: 'reasons',
    columns: [{ label: 'Promise' }, ...profiles.map((of) => ({ label: named(of) }))],
    rows: [...titles].map(([id, title]) => [
      title,
      ...profiles.map(({ facts }) => {
        const promise = facts.promises.find((one) => one.id === id);
        return promise
          ? html`${keepingText(keepingOf(promise))}<span class="about">${promise.reason}</span>`
          : '–';
      }),
    ]),
  });
}

function outages(of: ProfileFigures): Html {
  const { parts, stopping } = of.outages;
  return html`<details class="fold">
    <summary>${named(of)}: ${stopping} of ${countText(parts, 'part')} stop checkouts</summary>
    ${table({
      caption: html`What happens in ${of.name} without one part`,
      columns: [{ label: 'Without' }, { label: 'Modules down', numeric: true }, { label: 'What happens' }],
      rows: of.facts.outages.map((outage) => [partText(outage), outage.modulesDown.length, outage.sentence]),
    })}
  </details>`;
}
