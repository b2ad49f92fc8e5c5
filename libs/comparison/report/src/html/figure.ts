import type { Figure } from '../figures/profile-figures.js';
import { numberText, rangeText } from '../figures/number-text.js';
import { type Content, html, type Html } from './html.js';

/** A number that can be checked: what it is, of which profile, and all its digits. */
export function quoted(figure: string, profile: string, value: number, text = numberText(value)): Html {
  return html`<span data-figure="${figure}" data-profile="${profile}" data-value="${value}">${text}</span>`;
}

export const absent = html`<span class="absent">not measured</span>`;

/** A median with its interval beneath. */
export function withInterval(figure: string, profile: string, of: Figure | null): Content {
  if (of === null) return absent;
  return [
    html`<b>${quoted(figure, profile, of.value)}</b>`,
    of.interval && html`<span class="interval">${rangeText(of.interval)}</span>`,
  ];
}

/** A length beside others of its column, with the interval as a whisker. Decoration: the number stands beside it. */
export function bar(of: Figure | null, most: number, className: string): Html | null {
  if (of === null || most <= 0) return null;
  const at = (value: number) => Math.round((value / most) * 640) / 10;
  const [low, high] = of.interval ?? [of.value, of.value];
  return html`<svg class="bar ${className}" viewBox="0 0 66 8" aria-hidden="true">
    <rect x="0" y="1.5" width="${at(of.value)}" height="5" />
    ${of.interval && html`<path d="M${at(low)} 4H${at(high)}M${at(low)} 1V7M${at(high)} 1V7" />`}
  </svg>`;
}
