import type { Scale } from '@comparison/protocol';
import { InvalidArgumentError } from 'commander';

/** `a,b,c`, none of them empty. */
export function listOf(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.every(Boolean)) return items;
  throw new InvalidArgumentError('Give names that are separated by commas.');
}

export function wholeNumber(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Give a whole number from ${from} to ${to}.`);
  };
}

export function secondsFrom(from: number, to: number): (text: string) => number {
  return (text) => {
    const value = Number(text.replace(/s$/, ''));
    if (/^\d+(\.\d+)?s?$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`Give seconds from ${from} to ${to}.`);
  };
}

export function ratesOf(text: string): number[] {
  const rates = text.split(',').map(Number);
  if (rates.every((rate) => rate > 0 && rate <= 100_000)) return [...new Set(rates)];
  throw new InvalidArgumentError('Give transactions per second, above 0, separated by commas.');
}

/** `N` of each, or `CUSTOMERSxPRODUCTS`. */
export function scaleOf(text: string): Scale {
  const [, first, second] = /^(\d{1,6})(?:x(\d{1,6}))?$/.exec(text) ?? [];
  const customers = Number(first);
  const products = Number(second ?? first);
  if (customers >= 1 && products >= 1) return { customers, products };
  throw new InvalidArgumentError('Give a number, as in 1000, or customers and products, as in 1000x200.');
}

/** `host:port`, one or several. */
export function brokersOf(text: string): string {
  const brokers = listOf(text);
  if (brokers.every((broker) => /^(?:[^\s:/]+|\[[0-9a-fA-F:]+\]):\d{1,5}$/.test(broker)))
    return brokers.join();
  throw new InvalidArgumentError('Give brokers as host:port, separated by commas.');
}

/** EDN or JSON, by its ending. */
export function historyFile(text: string): string {
  if (/\.(edn|json)$/.test(text)) return text;
  throw new InvalidArgumentError('Give a file whose name ends in .edn or .json.');
}
