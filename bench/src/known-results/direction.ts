import { median } from '@comparison/measure';
import { MONOLITH, SPLIT } from './contestants.js';
import { best } from './saturation.js';
import type { Found } from './sweep.js';

/** Saturation while the provider took so long, per second: median over the repeats. */
export function saturationOf(found: readonly Found[], profile: string, delayMs: number): number {
  const those = found.filter((one) => one.profile === profile && one.delayMs === delayMs);
  return median(those.map(({ attempts }) => best(attempts).perSecond));
}

/** What was published (the monolith's saturation is above, and the gap shrinks as steps take longer), and whether it was found here, a line each. */
export function direction(found: readonly Found[], delays: readonly number[]): string[] {
  const gap = (split: string, delayMs: number): number =>
    saturationOf(found, MONOLITH, delayMs) / saturationOf(found, split, delayMs);
  const above = delays.map((delayMs) => {
    const gaps = SPLIT.map((split) => gap(split, delayMs));
    const told = SPLIT.map((split, index) => `${(gaps[index] ?? 0).toFixed(2)} times ${split}`);
    return `${verdict(gaps.every((one) => one > 1))} provider ${delayMs} ms: the monolith is above every split profile (${told.join(', ')})`;
  });
  const shrinking = SPLIT.map((split) => {
    const gaps = delays.map((delayMs) => gap(split, delayMs));
    const shrinks = (gaps.at(-1) ?? 0) < (gaps[0] ?? 0);
    const told = delays.map((delayMs, index) => `${(gaps[index] ?? 0).toFixed(2)} at ${delayMs} ms`);
    return `${verdict(shrinks)} the monolith's lead over ${split} shrinks as the work per step grows (${told.join(', ')})`;
  });
  return [...above, ...shrinking];
}

function verdict(holds: boolean): string {
  return holds ? 'holds         ' : 'does not hold ';
}
