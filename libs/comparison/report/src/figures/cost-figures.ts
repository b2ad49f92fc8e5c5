import type { AtRest, Cost, Stretch } from '@comparison/protocol';
import { aboveRest, completedIn } from '../statistics/above-rest.js';
import { numberText } from './number-text.js';
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

/** What else was done for each completed checkout, as everybody was asked for it: `5.5 × put-item, 2 × deliver`. */
export function besidesCheckouts(stretches: readonly Stretch[]): string {
  const completed = stretches.reduce((sum, stretch) => sum + completedIn(stretch), 0);
  const ofKind = new Map<string, number>();
  for (const [name, { invoked }] of stretches.flatMap(({ measured }) => Object.entries(measured.operations)))
    if (name !== 'checkout') ofKind.set(name, (ofKind.get(name) ?? 0) + invoked);
  if (completed === 0) return '';
  return [...ofKind]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, invoked]) => `${numberText(Math.round((invoked / completed) * 100) / 100)} × ${name}`)
    .join(', ');
}
