import { type AnomalyFigure, isBroken, rateOf, rateRange } from '../../figures/anomalies.js';
import { countText, numberText, rangeText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { quoted } from '../figure.js';
import { type Content, html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';
import { latencyCurves } from './latency-curves.js';

export function staleSection(figures: ReportFigures): Section {
  return {
    id: 'stale',
    title: 'What readers may notice',
    lead: 'Reads that were behind, half-done or later undone. A profile may permit them; how often they happen is measured in all of them alike: of reads in the stretches that are compared, without the looks of those who wait for a change.',
    body: [unseen(figures), rates(figures)],
  };
}

/** A chart for each kind of place that a change has to reach: carts follow by other ways than dashboards. */
function unseen(figures: ReportFigures): Content {
  const all = figures.profiles.flatMap(({ anomalies }) => anomalies);
  const followed = new Map(
    all.filter(({ windows }) => windows.length > 0).map(({ figure, name }) => [figure, name]),
  );
  if (followed.size === 0)
    return nothing('Nobody waited for a change to show, so there is no time that one stayed unseen.');
  return [...followed].map(([figure, name]) =>
    latencyCurves(figures, {
      id: `unseen-${figure}`,
      title: `How long a change stays unseen: ${name} (W1)`,
      lead: 'One for each change that somebody waited for: from its answer to the end of the first look that showed it, nothing where that was the very first look. It was visible elsewhere within that time. Looks come ever less often, so it may have been sooner by half; after 2 s they are given up.',
      latencies: ({ anomalies }) => anomalies.flatMap((one) => (one.figure === figure ? one.windows : [])),
      none: '',
    }),
  );
}

type Row = { readonly of: ProfileFigures; readonly anomaly: AnomalyFigure };

function rates({ profiles }: ReportFigures): Content {
  const rows = profiles.flatMap((of) => of.anomalies.map((anomaly) => ({ of, anomaly })));
  if (rows.length === 0) return nothing('No anomaly was looked for in this run.');
  const { seen = [], unseen = [] } = Object.groupBy(rows, ({ anomaly }) =>
    anomaly.occurrences > 0 ? 'seen' : 'unseen',
  );
  return [
    seen.length === 0
      ? nothing('No anomaly was seen.')
      : tableOf('Anomalies over all runs of each profile', seen),
    unseen.length > 0 &&
      html`<details class="fold">
        <summary>Looked for and not seen: ${countText(unseen.length, 'line')}</summary>
        ${tableOf('Anomalies that were not seen in any run of a profile', unseen)}
      </details>`,
  ];
}

function tableOf(caption: string, rows: readonly Row[]): Content {
  return table({
    caption,
    columns: [
      { label: 'Profile' },
      { label: 'Anomaly' },
      { label: 'Per 10,000 looks', numeric: true },
      { label: '95 %', numeric: true },
      { label: 'Seen', numeric: true },
      { label: 'Looks', numeric: true },
      { label: 'Permitted' },
      { label: 'Because' },
    ],
    rows: rows.map(({ of, anomaly }) => {
      const { invariant, name, title, figure, occurrences, looks, because } = anomaly;
      const rate = rateOf(anomaly);
      return [
        { sort: of.name, content: named(of) },
        `${invariant}, ${name}: ${title}`,
        rate === null
          ? { sort: null, content: looks === 0 ? '–' : 'too few looks' }
          : { sort: rate, content: quoted(figure, of.name, rate) },
        rangeText(rateRange(anomaly)) || '–',
        { sort: occurrences, content: numberText(occurrences) },
        { sort: looks, content: numberText(looks) },
        permission(anomaly),
        because,
      ];
    }),
    sortable: true,
  });
}

function permission(anomaly: AnomalyFigure): string {
  if (anomaly.permitted) return 'permitted';
  return isBroken(anomaly) ? 'promised against' : 'ruled out, and not seen';
}
