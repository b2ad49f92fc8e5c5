import type { ComparedModule, SettledModule } from '@platform/profile';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { streamKinds } from './stream-kinds.js';
import { verdictOf } from './verdict.js';

/** Why something does not start yet, in one sentence; undefined when all of it does. */
export function refusal(compared: readonly ComparedModule[], acceptLoss: boolean): string | undefined {
  const of = (verdict: string) =>
    compared.filter((each) => verdictOf(each) === verdict).map(({ module }) => module);
  const torn = of('torn');
  if (torn.length > 0)
    return `The streams of ${torn.join(', ')} cannot be made what they were: restore all databases to one moment, or begin anew with "whereabouts reset".`;
  const lossy = of('loss');
  if (lossy.length === 0 || acceptLoss) return undefined;
  return `${lossy.join(', ')} would lose something for good: "whereabouts recover ${lossy.join(' ')} --accept-loss" accepts that and lets ${lossy.length === 1 ? 'it' : 'them'} start.`;
}

export function settledText(settled: readonly SettledModule[]): string {
  return settled
    .map(({ module, events, streams }) => {
      if (events > 0) return `${module} has got back ${events} events`;
      return streams > 0
        ? `${module} goes on after what it lost in ${streams} ${streams === 1 ? 'stream' : 'streams'}`
        : `${module} is settled`;
    })
    .join('; ');
}

/** For programs: everything, each stream included. */
export function recoveryJson(
  { profile, placement }: DeploymentPlan,
  compared: readonly ComparedModule[],
  settled: readonly SettledModule[],
  acceptLoss: boolean,
): object {
  return {
    profile,
    modules: compared.map((each) => {
      const done = settled.find(({ module }) => module === each.module);
      const { looked, beyond, differing, lacking, ...module } = each;
      const verdict = verdictOf(each);
      const placed = placement.find(({ module: name }) => name === each.module);
      return {
        ...{ ...module, persistence: placed?.persistence, verdict, compared: looked },
        missing: {
          streams: beyond.length,
          events: beyond.reduce((sum, { events }) => sum + events, 0),
          kinds: streamKinds(beyond),
          list: beyond,
        },
        ...{ differing, lacking },
        settled: done ? { events: done.events, streams: done.streams } : null,
        starts: verdict !== 'torn' && (verdict !== 'loss' || acceptLoss),
      };
    }),
  };
}
