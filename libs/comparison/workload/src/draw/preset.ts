import type { PresetName } from '@comparison/protocol';
import { Random } from './random.js';

export type TransactionType = 'checkout' | 'dashboard' | 'price-update' | 'replace' | 'delivery';

/** What a workload is made of; derived from Online Marketplace. */
export interface Preset {
  /** How many of each in a hundred. */
  readonly mix: Readonly<Record<TransactionType, number>>;
  /** Pieces of each product at the beginning, from and to. */
  readonly units: readonly [number, number];
  /** Exponent of Zipf's law over products; 0: all alike. */
  readonly skew: number;
  /** Share of charges that the provider declines, from and to. */
  readonly declines: readonly [number, number];
}

const omDefault: Preset = {
  mix: { checkout: 30, dashboard: 5, 'price-update': 3, replace: 2, delivery: 60 },
  units: [10_000, 10_000],
  skew: 0,
  declines: [0, 0],
};

export const presets: Readonly<Record<PresetName, Preset>> = {
  'om-default': omDefault,
  'om-checkout': {
    ...omDefault,
    mix: { checkout: 100, dashboard: 0, 'price-update': 0, replace: 0, delivery: 0 },
  },
  'om-scarce': { ...omDefault, units: [5, 50], skew: 0.99 },
  'om-payfail': { ...omDefault, declines: [0.05, 0.2] },
};

/** Whether parcels are delivered in it, or only ever packed. */
export function delivers(preset: PresetName): boolean {
  return presets[preset].mix.delivery > 0;
}

/** How the provider must behave, for its `PUT /behaviour`: a share of declines within the preset's bounds, chosen by the seed. */
export function providerBehaviourOf(
  preset: PresetName,
  seed: number,
): { readonly declineRate: number; readonly seed: number } {
  const [from, to] = presets[preset].declines;
  const drawn = from + (to - from) * new Random(seed, 'declines').next();
  return { declineRate: Math.round(drawn * 1_000) / 1_000, seed };
}
