/** A space at which no line is broken. */
const NARROW = '\u00a0';

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** Three significant digits or a whole number, as a person reads it: `0.42`, `12.3`, `1,234`. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  if (size >= 100) return whole.format(value);
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(size >= 10 ? 1 : size >= 0.095 || size === 0 ? 2 : 3);
}

/** A share of 1 as per cent: `0.042` is `4.2 %`. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${percent.toFixed(Math.abs(percent) >= 10 ? 0 : 1)}${NARROW}%`;
}

/** A ratio as it is said of the baseline: `× 0.42`, and nothing breaks it. */
export function timesText(ratio: number): string {
  return `×${NARROW}${ratio >= 10 ? ratio.toFixed(0) : ratio >= 1.995 ? ratio.toFixed(1) : ratio.toFixed(2)}`;
}

export function rangeText(interval: readonly [number, number] | null, text = numberText): string {
  return interval === null ? '' : `${text(interval[0])} – ${text(interval[1])}`;
}

/** `one`, `one and two`, `one, two and three`. */
export function listText(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

/** `1 run`, `2 runs`. */
export function countText(count: number, noun: string, plural = `${noun}s`): string {
  return `${whole.format(count)} ${count === 1 ? noun : plural}`;
}
