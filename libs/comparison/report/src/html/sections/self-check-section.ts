import type { ReportFigures } from '../../figures/profile-figures.js';
import { html } from '../html.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';

/** Whether the checkers notice what is broken on purpose. */
export function selfCheckSection({ results: { selfChecks } }: ReportFigures): Section {
  return {
    id: 'self-check',
    title: 'The checkers, checked',
    lead: 'Variants that are broken on purpose: a checker that does not notice them would not notice a real fault either.',
    body:
      selfChecks.length === 0
        ? nothing('The checkers were not checked in this run; --self-check does that.')
        : table({
            caption: 'Broken variants',
            columns: ['Variant', 'Broken how', 'Profile', 'Must be found', 'Was found', 'Caught'].map(
              (label) => ({ label }),
            ),
            rows: selfChecks.map(({ variant, title, profile: ranOn, expected, found, caught }) => [
              variant,
              title,
              ranOn,
              expected.join(', '),
              found.length === 0 ? 'nothing' : found.join(', '),
              caught
                ? html`<span class="kept"><span aria-hidden="true">✓</span> caught</span>`
                : html`<strong class="grave"><span aria-hidden="true">✗</span> missed</strong>`,
            ]),
          }),
  };
}
