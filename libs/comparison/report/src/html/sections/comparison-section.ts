import type { Ratio } from '@comparison/protocol';
import { differenceText } from '../../figures/difference.js';
import { stretchLabel } from '../../figures/headline.js';
import { metricNames, metrics } from '../../figures/metric-names.js';
import { numberText, percentText, rangeText, timesText } from '../../figures/number-text.js';
import type { ReportFigures } from '../../figures/profile-figures.js';
import { floorOf } from '../../statistics/compare-runs.js';
import { html } from '../html.js';
import { named } from '../identity.js';
import { nothing, type Section } from '../section.js';
import { table } from '../table.js';

/** Every ratio to the baseline, and the noise that it is held against. */
export function comparisonSection(figures: ReportFigures): Section {
  const { ratios, noise, settings } = figures.results;
  return {
    id: 'comparison',
    title: `Every figure against ${settings.baseline}’s`,
    lead: 'Each run is divided by the baseline’s run of the same repeat; told is the median of these ratios, with its bootstrap interval of 95 %. What is no further from 1 than two runs of the baseline are from each other is no difference.',
    body: [
      ratios.length === 0 ? nothing('No pair of runs was there to compare.') : ratioTable(figures),
      noise.length === 0
        ? nothing('The baseline was not run twice in a repeat, so the noise is not known.')
        : noiseTable(figures),
    ],
  };
}

function ratioTable(figures: ReportFigures) {
  const { ratios, noise } = figures.results;
  const sorted = ratios.toSorted((a, b) => metrics.indexOf(a.metric) - metrics.indexOf(b.metric));
  return table({
    caption: 'Ratios to the baseline',
    className: 'compact',
    columns: [
      { label: 'Profile' },
      { label: 'Figure' },
      { label: 'Stretch' },
      { label: 'Ratio', numeric: true },
      { label: '95 %', numeric: true },
      { label: 'Pairs', numeric: true },
      { label: 'Noise', numeric: true },
      { label: 'In words' },
    ],
    rows: sorted.map((ratio) => {
      const of = figures.profiles.find(({ name }) => name === ratio.profile);
      const floor = floorOf(noise, ratio.metric, ratio.stretch);
      return [
        { sort: ratio.profile, content: of ? named(of) : ratio.profile },
        metricNames[ratio.metric].title,
        label(figures, ratio.stretch),
        {
          sort: ratio.ratio,
          content: html`<span data-figure="ratio" data-profile="${ratio.profile}" data-metric="${ratio.metric}" data-stretch="${ratio.stretch ?? ''}" data-value="${ratio.ratio}">${numberText(ratio.ratio)}</span>`,
        },
        ratio.interval === null ? '–' : rangeText(ratio.interval),
        ratio.pairs,
        floor === undefined ? '–' : { sort: floor, content: percentText(floor) },
        words(ratio),
      ];
    }),
    sortable: true,
  });
}

function words(ratio: Ratio) {
  if (ratio.withinNoise) return html`<span class="same">${differenceText(ratio)}</span>`;
  const { more } = metricNames[ratio.metric];
  const better = ratio.ratio > 1 === (more === 'better');
  return html`${timesText(ratio.ratio)}, <span class="${better ? 'kept' : 'not-kept'}">${better ? 'better' : 'worse'}</span>`;
}

function noiseTable(figures: ReportFigures) {
  const { noise } = figures.results;
  return table({
    caption: 'The noise: the most that two runs of the baseline in the same repeat differed by',
    className: 'compact',
    columns: [
      { label: 'Figure' },
      { label: 'Stretch' },
      { label: 'Differed by up to', numeric: true },
      { label: 'A/A pairs', numeric: true },
      { label: 'How far to trust it' },
    ],
    rows: noise.map(({ metric, stretch, floor, pairs }) => [
      metricNames[metric].title,
      label(figures, stretch),
      { sort: floor, content: html`<span data-figure="noise" data-metric="${metric}" data-stretch="${stretch ?? ''}" data-value="${floor}">${percentText(floor)}</span>` },
      pairs,
      pairs < 2 ? 'little: a single pair may by chance be close' : `the worst of ${pairs}`,
    ]),
    sortable: true,
  });
}

function label({ results }: ReportFigures, id: string | null): string {
  if (id === null) return 'whole run';
  const stretch = results.runs.flatMap(({ stretches }) => stretches).find((one) => one.id === id);
  return stretch ? stretchLabel(stretch) : id;
}
