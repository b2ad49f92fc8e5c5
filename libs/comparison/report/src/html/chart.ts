import type { ProfileFigures } from '../figures/profile-figures.js';
import { type Content, html, type Html, json } from './html.js';
import { legend } from './identity.js';

export interface ChartOptions {
  readonly id: string;
  readonly title: string;
  /** How to read it, and what to see in it. */
  readonly lead: Content;
  /** What it shows, for who cannot see it. */
  readonly alternative: string;
  /** What the chart library is given; see the client's script for `var(--…)` and `@…`. */
  readonly option: object;
  /** Whose symbols are explained above it. */
  readonly profiles?: readonly Pick<ProfileFigures, 'index' | 'name'>[];
  /** The same numbers. */
  readonly numbers: Html;
  readonly size?: 'small' | 'normal' | 'tall' | 'rows';
}

export function chart(options: ChartOptions): Html {
  const { id, title, lead, alternative, option, profiles, numbers, size = 'normal' } = options;
  return html`<figure class="figure" id="${id}">
    <figcaption>
      <h3>${title}</h3>
      <p>${lead}</p>
    </figcaption>
    ${profiles && legend(profiles)}
    <div class="chart ${size}" role="img" aria-label="${alternative}" data-chart="${id}-option"></div>
    <script type="application/json" id="${id}-option">
      ${json({ ...option, aria: aria(alternative) })}
    </script>
    <details class="numbers">
      <summary>The numbers of “${title}”</summary>
      ${numbers}
    </details>
  </figure>`;
}

/** Patterns beside colours, and our own words rather than generated ones. */
function aria(description: string): object {
  return { enabled: true, decal: { show: true }, label: { description } };
}
