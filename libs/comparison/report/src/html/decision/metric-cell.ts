import type { Metric } from '@comparison/protocol';
import { differenceText, ratioOf } from '../../figures/difference.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { bar, withInterval } from '../figure.js';
import { html, type Html } from '../html.js';
import { identityOf } from '../identity.js';
import type { Cell } from '../table.js';

/** A figure with its interval, a bar beside those of the others, and what it is of the baseline's. */
export function metricCell(figures: ReportFigures, of: ProfileFigures, metric: Metric): Cell {
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
      bar(figure, most, identityOf(of).className),
      against(figures, of, metric),
    ],
  };
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
    >${differenceText(ratio)}</span
  >`;
}
