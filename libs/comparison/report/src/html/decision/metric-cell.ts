import type { Metric } from '@comparison/protocol';
import { bracketText } from '../../figures/bracket-text.js';
import { differenceText, ratioOf } from '../../figures/difference.js';
import { numberText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { absent, bar, quoted, withInterval } from '../figure.js';
import { html, type Html } from '../html.js';
import { identityOf } from '../identity.js';
import type { Cell } from '../table.js';

/**
 * A figure with its interval, a bar beside those of the others, and what it is of the baseline's.
 * @param more beneath it, such as how many it was made of
 */
export function metricCell(
  figures: ReportFigures,
  of: ProfileFigures,
  metric: Metric,
  more: Html | null = null,
): Cell {
  const figure = of.figure(metric);
  const most = Math.max(
    0,
    ...figures.profiles.flatMap((other) => {
      const one = other.figure(metric);
      return one ? [Math.max(one.value, one.interval?.[1] ?? 0)] : [];
    }),
  );
  return {
    sort: figure?.value ?? null,
    content: [
      withInterval(metric, of.name, figure),
      more,
      bar(figure, most, identityOf(of).className),
      figure && against(figures, of, metric),
    ],
  };
}

type Answer = 'acknowledgement' | 'completion';

/** Half of the checkouts, and how many those are half of. */
export function medianCell(figures: ReportFigures, of: ProfileFigures, which: Answer): Cell {
  const count = of.counted?.[which].count ?? 0;
  return metricCell(
    figures,
    of,
    `${which}-p50`,
    count > 0 ? html`<span class="interval">n ${numberText(count)}</span>` : null,
  );
}

/** The slow ones: by a percentile where enough were counted in every profile, and by the slowest of all. */
export function tailCell(figures: ReportFigures, of: ProfileFigures, which: Answer): Cell {
  const { tail } = figures;
  const { count, slowest } = of.counted?.[which] ?? { count: 0, slowest: 0 };
  if (count === 0) return { sort: null, content: absent };
  const told = quoted(`${which}-slowest`, of.name, slowest);
  if (tail === null)
    return {
      sort: slowest,
      content: [html`<b>${told}</b>`, html`<span class="interval">slowest of ${numberText(count)}</span>`],
    };
  return metricCell(figures, of, `${which}-${tail}`, html`<span class="interval">max ${told}</span>`);
}

/** Checkouts that were decided as they should be and in time, of those that were due. */
export function inTimeCell(figures: ReportFigures, of: ProfileFigures): Cell {
  const { inTime, due } = of.counted ?? { inTime: 0, due: 0 };
  if (due === 0) return { sort: null, content: absent };
  const share = inTime / due;
  return {
    sort: share,
    content: [
      html`<b
        >${quoted('in-time', of.name, share * 100, `${numberText(Math.floor(share * 1000) / 10)} %`)}</b
      >`,
      html`<span class="interval">${numberText(inTime)} of ${numberText(due)}</span>`,
      against(figures, of, 'goodput'),
    ],
  };
}

/** With the rates between which the search ended: two that lie in one bracket cannot be told apart. */
export function saturationCell(figures: ReportFigures, of: ProfileFigures): Cell {
  const brackets = of.runs.flatMap(({ bracket }) => bracket ?? []);
  return metricCell(
    figures,
    of,
    'saturation',
    brackets.length > 0 ? html`<span class="interval">${bracketText(brackets)}&nbsp;tx/s</span>` : null,
  );
}

function against(figures: ReportFigures, of: ProfileFigures, metric: Metric): Html | null {
  if (of.isBaseline) return html`<span class="against">baseline</span>`;
  const ratio = ratioOf(figures, of.name, metric);
  if (!ratio) return null;
  return html`<span
    class="${ratio.withinNoise ? 'against same' : 'against'}"
    data-figure="${metric}-ratio"
    data-profile="${of.name}"
    data-value="${ratio.ratio}"
    >${differenceText(figures, ratio)}</span
  >`;
}
