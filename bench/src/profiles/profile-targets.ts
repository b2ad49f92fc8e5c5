import type { ProfileFigures } from './measure-profile.js';

const SPLIT = ['microservices-choreography', 'microservices-orchestration'];

/** What is to be reached, and whether it was, a line each. */
export function profileVerdicts(figures: readonly ProfileFigures[]): string[] {
  return figures
    .filter(({ profile }) => SPLIT.includes(profile))
    .flatMap(({ profile, completion, unloaded, drainPerSecond, readyMs }) => [
      line(profile, 'completed checkouts/s', completion.perSecond, 150, 'at least'),
      line(profile, 'completion p50 unloaded, ms', unloaded.p50, 60, 'at most'),
      line(profile, 'messages/s drained after an outage', drainPerSecond ?? 0, 1_000, 'at least'),
      line(profile, 'ready, s', readyMs / 1_000, 30, 'at most'),
    ]);
}

function line(
  profile: string,
  what: string,
  found: number,
  wanted: number,
  bound: 'at least' | 'at most',
): string {
  const reached = bound === 'at least' ? found >= wanted : found <= wanted;
  return `${reached ? 'reached' : 'missed '}  ${profile}: ${what} ${found.toFixed(1)} (to reach: ${bound} ${wanted})`;
}
