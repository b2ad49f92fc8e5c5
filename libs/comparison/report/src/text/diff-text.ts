import type { Results } from '@comparison/protocol';
import { metricNames } from '../figures/metric-names.js';
import { countText, numberText, percentText, timesText } from '../figures/number-text.js';
import { differentConditions, differentPromises } from './diff-conditions.js';
import { type Change, changes } from './diff-figures.js';
import { printable } from './printable.js';
import { columns, painter, type TextOptions, widthOf, wrap } from './layout.js';

/** What changed between two reports, told with the noise of both: what lies within it, or was never measured, is no difference. */
export function diffText(one: Results, other: Results, options: TextOptions): string {
  const [before, after] = [printable(one), printable(other)];
  const paint = painter(options);
  const all = changes(before, after);
  const told = all.filter(({ isDifference }) => isDifference);
  const unknown = all.filter(({ noise }) => noise === undefined).length;
  const item = (text: string) => wrap(`- ${text}`, options.width, '  ');
  const heading = (text: string) => ['', paint('bold', text)];
  const conditions = differentConditions(before, after);
  const promises = differentPromises(before, after);
  return [
    wrap(`Before: ${before.startedAt}; after: ${after.startedAt}.`, options.width),
    ...(conditions.length === 0
      ? []
      : [...heading('Not measured under the same conditions'), ...conditions.map(item)]),
    ...heading('Promises'),
    ...(promises.length === 0 ? ['No difference.'] : promises.map(item)),
    ...heading('Figures'),
    told.length === 0 ? 'No difference.' : figureTable(told, options),
    '',
    wrap(
      `${countText(all.length, 'figure')} in both reports: ${told.length} differ by more than the noise of both together, ${all.length - told.length} show no difference${unknown === 0 ? '' : `, ${unknown} of them because neither report measured the noise`}.`,
      options.width,
    ),
  ].join('\n');
}

function figureTable(told: readonly Change[], options: TextOptions): string {
  const paint = painter(options);
  const rows = told.map(({ name, metric, stretch, before, after, ratio, noise }) => {
    const { title, unit, more } = metricNames[metric];
    const better = ratio > 1 === (more === 'better');
    return [
      ...[
        name,
        title,
        stretch,
        numberText(before.value),
        `${numberText(after.value)} ${unit}`,
        timesText(ratio),
      ],
      paint(better ? 'green' : 'red', better ? 'better' : 'worse'),
      percentText(noise ?? 0),
    ];
  });
  const head = ['profile', 'figure', 'stretch', 'before', 'after', 'ratio', '', 'noise of both'];
  const wide = columns(head, rows, [3, 4, 5, 7]);
  if (widthOf(wide) <= options.width) return wide;
  return rows
    .map(([name, title, stretch, from, to, ratio, word, noise]) =>
      wrap(
        `- ${name ?? ''}, ${title ?? ''} (${stretch ?? ''}): ${from ?? ''} → ${to ?? ''}, ${ratio ?? ''}, ${word ?? ''} (noise of both ${noise ?? ''})`,
        options.width,
        '  ',
      ),
    )
    .join('\n');
}
