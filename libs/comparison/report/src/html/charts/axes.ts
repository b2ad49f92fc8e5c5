import type { ProfileFigures } from '../../figures/profile-figures.js';
import { identityOf } from '../identity.js';

/** What all charts have in common: quiet axes, the page's colours, and tips as text, which need no style of their own. */
export const base = {
  textStyle: { color: 'var(--ink)', fontFamily: 'inherit' },
  grid: { left: 12, right: 24, top: 28, bottom: 36, containLabel: true },
  tooltip: tip('@point'),
};

export function tip(formatter: string): object {
  return {
    trigger: 'item',
    renderMode: 'richText',
    confine: true,
    formatter,
    backgroundColor: 'var(--paper)',
    borderColor: 'var(--line)',
    textStyle: { color: 'var(--ink)', fontSize: 12 },
  };
}

export function axis(name: string, more: object = {}): object {
  return {
    type: 'value',
    name,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { color: 'var(--muted)' },
    axisLine: { show: true, lineStyle: { color: 'var(--edge)' } },
    axisTick: { show: true, lineStyle: { color: 'var(--edge)' } },
    axisLabel: { color: 'var(--muted)', formatter: '@number', hideOverlap: true },
    splitLine: { lineStyle: { color: 'var(--line)' } },
    ...more,
  };
}

/** A vertical axis: its name lies above it, where it takes no room from a narrow screen. */
export function upright(name: string, more: object = {}): object {
  return axis(name, {
    nameLocation: 'end',
    nameGap: 12,
    nameTextStyle: { color: 'var(--muted)', align: 'left' },
    ...more,
  });
}

export function categories(names: readonly string[], more: object = {}): object {
  return {
    type: 'category',
    data: names,
    inverse: true,
    axisLine: { show: false },
    axisTick: { show: false },
    // Above its bar: beside it a long name would leave no room for the bar on a narrow screen.
    axisLabel: {
      color: 'var(--ink)',
      interval: 0,
      inside: true,
      align: 'left',
      verticalAlign: 'bottom',
      padding: [0, 0, 13, 0],
      margin: 0,
    },
    z: 10,
    ...more,
  };
}

/** The line of a profile, in its colour, with its symbol and dashes. */
export function line(
  of: Pick<ProfileFigures, 'index' | 'name'>,
  data: readonly (readonly number[] | object)[],
  more: object = {},
): object {
  const { colour, symbol, dashes } = identityOf(of);
  return {
    type: 'line',
    name: of.name,
    data,
    symbol,
    symbolSize: 8,
    lineStyle: { color: colour, width: 2, type: dashes },
    itemStyle: { color: colour },
    ...more,
  };
}
