import type { Metric, Ratio } from '@comparison/protocol';
import { differenceText } from '../../figures/difference.js';
import { stretchLabel } from '../../figures/headline.js';
import { metricNames, metrics } from '../../figures/metric-names.js';
import { percentText, rangeText } from '../../figures/number-text.js';
import type { ProfileFigures, ReportFigures } from '../../figures/profile-figures.js';
import { type Content, html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';

interface Compared {
  readonly metric: Metric;
  readonly stretch: string | null;
}

/** Every ratio to the baseline, beside the noise that it is held against. */
export function comparisonSection(figures: ReportFigures): Section {
  const { ratios, noise, settings } = figures.results;
  const weak = noise.length > 0 && noise.every(({ pairs }) => pairs < 2);
  return {
    id: 'comparison',
    title: `Every figure against ${settings.baseline}’s`,
    lead: 'Each run is divided by the baseline’s of the same repeat (the mean of them, where it was run twice); told is the median of these ratios, beneath it their bootstrap interval of 95 %. It is no difference what lies within the largest of three: what two runs of the baseline differed by (the noise), what chance alone makes of so few checkouts on both sides, and, for a saturation, the rates between which a search ended. Half and double are equally far. Where the smaller of two is no more than a lower bound, as its search met no rate that was too much or its checkouts were given up undecided, nobody knows.',
    body: [
      noise.length === 0 && nothing('The baseline was not run twice in a repeat, so the noise is not known.'),
      weak &&
        html`<p>
          <strong>The noise is a single pair’s.</strong> Two runs may be close by chance, so a difference that
          is not far above it may be none.
        </p>`,
      ratios.length === 0 ? nothing('No pair of runs was there to compare.') : ratioTable(figures),
    ],
  };
}

function ratioTable(figures: ReportFigures) {
  const { ratios } = figures.results;
  const others = figures.profiles.filter(({ isBaseline }) => !isBaseline);
  const rows = new Map(
    ratios.map(({ metric, stretch }): [string, Compared] => [
      `${metric} ${stretch ?? ''}`,
      { metric, stretch },
    ]),
  );
  const sorted = [...rows.values()].toSorted((a, b) => metrics.indexOf(a.metric) - metrics.indexOf(b.metric));
  return table({
    caption: 'Ratios to the baseline, by figure and stretch',
    className: 'compact ratios',
    columns: [
      { label: 'Figure' },
      { label: 'Stretch' },
      { label: 'Noise (A/A)', numeric: true },
      ...others.map((of) => ({ label: named(of), numeric: true })),
    ],
    rows: sorted.map((row) => [
      `${metricNames[row.metric].title}${metricNames[row.metric].more === 'better' ? ' ↑' : ' ↓'}`,
      stretchName(figures, row.stretch),
      noiseOf(figures, row),
      ...others.map((of) => cell(figures, ratioOf(ratios, of, row))),
    ]),
  });
}

function ratioOf(ratios: readonly Ratio[], { name }: ProfileFigures, { metric, stretch }: Compared) {
  return ratios.find((one) => one.profile === name && one.metric === metric && one.stretch === stretch);
}

function cell(figures: ReportFigures, ratio: Ratio | undefined): Content {
  if (!ratio) return '–';
  const better = ratio.ratio > 1 === (metricNames[ratio.metric].more === 'better');
  const word = ratio.withinNoise ? '' : better ? ' better' : ' worse';
  return html`<span
      class="${ratio.withinNoise ? 'same' : better ? 'kept' : 'not-kept'}"
      data-figure="ratio"
      data-profile="${ratio.profile}"
      data-metric="${ratio.metric}"
      data-stretch="${ratio.stretch ?? ''}"
      data-value="${ratio.ratio}"
      >${differenceText(figures, ratio)}${word}</span
    ><span class="interval">${rangeText(ratio.interval)}${ratio.pairs < 2 && 'one pair'}</span
    >${ratio.floor !== undefined && !ratio.openEnded && html`<span class="interval">told beyond ${percentText(ratio.floor)}</span>`}`;
}

function noiseOf({ results }: ReportFigures, { metric, stretch }: Compared): Content {
  const noise = results.noise.find((one) => one.metric === metric && one.stretch === stretch);
  if (!noise) return '–';
  return html`<span
      data-figure="noise"
      data-profile="${noise.profile}"
      data-metric="${metric}"
      data-stretch="${stretch ?? ''}"
      data-value="${noise.floor}"
      >${percentText(noise.floor)}</span
    ><span class="interval">${noise.pairs} A/A</span>`;
}

function stretchName({ results }: ReportFigures, id: string | null): string {
  if (id === null) return 'whole run';
  const stretch = results.runs.flatMap(({ stretches }) => stretches).find((one) => one.id === id);
  return stretch ? stretchLabel(stretch) : id;
}
