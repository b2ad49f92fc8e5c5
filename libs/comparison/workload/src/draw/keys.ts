import type { Random } from './random.js';

/** Draws from 0 to one below the number of keys. */
export type KeyChooser = (random: Random) => number;

export function uniformKeys(count: number): KeyChooser {
  return (random) => random.below(count);
}

/** The key of rank r (from 1) with a probability in proportion to r^-exponent; 0 is the key of rank 1. */
export function zipfKeys(count: number, exponent: number): KeyChooser {
  const cumulative = new Float64Array(count);
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) cumulative[rank - 1] = sum += rank ** -exponent;
  return (random) => {
    const wanted = random.next() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? sum) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** The same frequencies in another order of keys, so that what is wanted most is not all one seller's. */
export function scattered(chooser: KeyChooser, order: readonly number[]): KeyChooser {
  return (random) => order[chooser(random)] ?? 0;
}
