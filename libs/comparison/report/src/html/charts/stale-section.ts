import { anomalyName } from '../../figures/anomalies.js';
import { numberText } from '../../figures/number-text.js';
import type { ReportFigures } from '../../figures/profile-figures.js';
import { quoted } from '../figure.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';
import { latencyCurves } from './latency-curves.js';

export function staleSection(figures: ReportFigures): Section {
  return {
    id: 'stale',
    title: 'What readers may notice',
    lead: 'Reads that were behind, half-done or later undone. A profile may permit them; how often they happen is measured in all of them alike.',
    body: [
      latencyCurves(figures, {
        id: 'stale-window',
        title: 'How long a change stays unseen elsewhere (W1)',
        lead: 'Of the reads that were behind: how long after the answer the change was visible, by percentile.',
        latencies: ({ anomalies }) =>
          anomalies.filter(({ kind }) => kind === 'stale-read').flatMap(({ windows }) => windows),
        none: 'No read was found behind, so there is no stale window to draw.',
      }),
      rates(figures),
    ],
  };
}

function rates({ profiles }: ReportFigures) {
  const rows = profiles.flatMap((of) => of.anomalies.map((anomaly) => ({ of, anomaly })));
  if (rows.length === 0) return nothing('No anomaly was looked for in this run.');
  return table({
    caption: 'Anomalies over all runs of each profile',
    columns: [
      { label: 'Profile' },
      { label: 'Anomaly' },
      { label: 'Per 10,000 looks', numeric: true },
      { label: 'Seen', numeric: true },
      { label: 'Looks', numeric: true },
      { label: 'Permitted' },
      { label: 'Because' },
    ],
    rows: rows.map(
      ({ of, anomaly: { kind, invariant, title, per10000, occurrences, looks, permitted, because } }) => [
        { sort: of.name, content: named(of) },
        `${invariant}, ${anomalyName(kind)}: ${title}`,
        per10000 === null ? '–' : quoted(`anomaly-${kind}`, of.name, per10000),
        { sort: occurrences, content: numberText(occurrences) },
        { sort: looks, content: numberText(looks) },
        permitted ? 'permitted' : 'promised against',
        because,
      ],
    ),
    sortable: true,
  });
}
