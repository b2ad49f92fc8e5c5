import type { Latency } from '@comparison/protocol';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { html } from '../html.js';
import type { Section } from '../section.js';
import { answerAndEnd } from './answer-and-end.js';
import { latencyCurves } from './latency-curves.js';

export function latencySection(figures: ReportFigures): Section {
  const { headline } = figures;
  const ofCheckouts = (which: 'acknowledgement' | 'completion') => (of: ProfileFigures) =>
    of.runs.flatMap(({ stretches }): readonly Latency[] =>
      stretches.filter(({ id }) => id === headline.stretch).map(({ measured }) => measured.checkouts[which]),
    );
  const none = 'No checkout was measured, so there is no curve.';
  return {
    id: 'latency',
    title: 'Latency: answered, and decided',
    lead: `Of checkouts ${headline.text}, counted from when each should have begun. Medians of the runs.`,
    body: [
      answerAndEnd(figures),
      html`<div class="pair">
        ${latencyCurves(figures, {
          ...{ id: 'acknowledgement-curve', title: 'Until it is answered', none },
          lead: 'How long a client waits for an answer, by percentile; towards the right each step is a tenth of the checkouts before.',
          latencies: ofCheckouts('acknowledgement'),
        })}
        ${latencyCurves(figures, {
          ...{ id: 'completion-curve', title: 'Until it is decided', none },
          lead: 'How long until the order is approved, rejected or failed, which is what a shopper waits for.',
          latencies: ofCheckouts('completion'),
        })}
      </div>`,
    ],
  };
}
