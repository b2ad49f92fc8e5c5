import type { AtRest, Cost, Stretch } from '@comparison/protocol';
import { aboveRest, completedIn } from '../statistics/above-rest.js';
import { listText } from './number-text.js';
import type { ProfileFigures, ReportFigures } from './profile-figures.js';

/** What checkouts cost at the headline's stretch, and what the deployment uses at rest; one of each run. */
export interface CostFigures {
  readonly of: ProfileFigures;
  readonly costs: readonly Cost[];
  readonly rests: readonly AtRest[];
}

export function costFigures({ profiles, headline }: ReportFigures): readonly CostFigures[] {
  return profiles
    .map((of) => ({
      of,
      costs: of.runs.flatMap(({ stretches, atRest }) =>
        stretches
          .filter(({ id }) => id === headline.stretch)
          .flatMap((stretch) => aboveRest(stretch, atRest) ?? []),
      ),
      rests: of.runs.flatMap(({ atRest }) => atRest ?? []),
    }))
    .filter(({ costs }) => costs.length > 0);
}

/** Whether what is used at rest is in a cost: it is in results of before it was metered. */
export function isAboveRest({ results: { runs } }: Pick<ReportFigures, 'results'>): boolean {
  return runs.some(({ atRest }) => atRest !== undefined);
}

/** What a cost is of, in a few words. */
export function costBasis(figures: Pick<ReportFigures, 'results'>): string {
  return isAboveRest(figures)
    ? 'with its cart and its share of the other transactions, beyond what runs anyway'
    : 'with its cart, its share of the other transactions and of what runs anyway';
}

const kinds: Readonly<Partial<Record<string, string>>> = {
  'put-item': 'items put into its cart',
  'read-cart': 'looks at a cart',
  deliver: 'runs of deliveries',
  dashboard: 'looks at a dashboard',
  'read-order': 'looks at an order',
  'read-orders': 'looks at a list of orders',
  'read-product': 'looks at a product',
  'read-stock': 'looks at a stock',
  'change-price': 'price changes',
  'replace-product': 'replaced products',
  'abandon-cart': 'abandoned carts',
};

/** Of fewer a reader learns nothing. */
const WORTH_TELLING = 0.05;

/** What else was done for each completed checkout: `5.0 items put into its cart, 2.0 runs of deliveries`. */
export function besidesCheckouts(stretches: readonly Stretch[]): string {
  const completed = stretches.reduce((sum, stretch) => sum + completedIn(stretch), 0);
  if (completed === 0) return '';
  const ofKind = new Map<string, number>();
  for (const [name, { invoked }] of stretches.flatMap(({ measured }) => Object.entries(measured.operations)))
    ofKind.set(name, (ofKind.get(name) ?? 0) + invoked);
  const told = [...ofKind]
    .map(([name, invoked]) => ({ kind: kinds[name], each: invoked / completed }))
    .filter(({ kind, each }) => kind !== undefined && each >= WORTH_TELLING)
    .toSorted((a, b) => b.each - a.each);
  return listText(told.map(({ kind, each }) => `${each.toFixed(1)} ${kind ?? ''}`));
}
