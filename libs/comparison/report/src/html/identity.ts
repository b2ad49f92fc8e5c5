import { html, type Html } from './html.js';
import type { ProfileFigures } from '../figures/profile-figures.js';

/** How a profile is told from the others in every chart and table: by colour, by symbol and by the dashes of its line. */
export interface Identity {
  readonly className: string;
  readonly colour: string;
  /** As the chart library calls it. */
  readonly symbol: string;
  readonly dashes: 'solid' | readonly number[];
}

const plus = 'M4 1h4v3h3v4H8v3H4V8H1V4h3z';
const down = 'M1 1.5h10L6 11z';
const hourglass = 'M1 1h10L8 6l3 5H1l3-5z';
const symbols = [
  'circle',
  'rect',
  'triangle',
  'diamond',
  `path://${plus}`,
  `path://${down}`,
  `path://${hourglass}`,
  'emptyCircle',
];
const dashes = ['solid', [7, 3], [2, 2], [9, 3, 2, 3], [4, 2], [12, 4], [1, 3], [6, 2, 1, 2]] as const;

export function identityOf({ index }: Pick<ProfileFigures, 'index'>): Identity {
  const place = index % symbols.length;
  return {
    className: `p${place}`,
    colour: `var(--p${place})`,
    symbol: symbols[place] ?? 'circle',
    dashes: dashes[place] ?? 'solid',
  };
}

const shapes: readonly Html[] = [
  html`<circle cx="6" cy="6" r="4.5" />`,
  html`<rect x="2" y="2" width="8" height="8" />`,
  html`<path d="M6 1.5 11 10.5H1z" />`,
  html`<path d="M6 .8 11.2 6 6 11.2.8 6z" />`,
  html`<path d="${plus}" />`,
  html`<path d="${down}" />`,
  html`<path d="${hourglass}" />`,
  html`<circle cx="6" cy="6" r="3.5" class="hollow" />`,
];

export function mark(of: Pick<ProfileFigures, 'index'>): Html {
  const shape = shapes[of.index % shapes.length] ?? '';
  return html`<svg class="mark ${identityOf(of).className}" viewBox="0 0 12 12" aria-hidden="true">
    ${shape}
  </svg>`;
}

/** The symbol and the name. */
export function named(of: Pick<ProfileFigures, 'index' | 'name'>): Html {
  return html`<span class="named">${mark(of)} ${of.name}</span>`;
}

export function legend(profiles: readonly Pick<ProfileFigures, 'index' | 'name'>[]): Html {
  return html`<ul class="legend">
    ${profiles.map((of) => html`<li>${named(of)}</li>`)}
  </ul>`;
}
