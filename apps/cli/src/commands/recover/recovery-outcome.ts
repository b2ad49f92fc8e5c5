import type { SettledModule } from '@platform/profile';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import type { Judged } from './judged.js';
import { streamKinds } from './stream-kinds.js';

/** The line of a command with what was said of profile and data directory. */
export type CommandLine = (command: string) => string;

/** Why something does not start yet, in one sentence; undefined when all of it does. */
export function refusal(
  compared: readonly Judged[],
  settled: readonly SettledModule[],
  { line, moved }: { line: CommandLine; moved: readonly string[] },
): string | undefined {
  const left = compared.filter(({ module }) => !settled.some((done) => done.module === module));
  const of = (verdict: Judged['verdict']) =>
    left.filter((each) => each.verdict === verdict).map(({ module }) => module);
  const torn = left.filter(({ verdict }) => verdict === 'torn');
  const untold = [
    ...torn.filter(({ comparedWith }) => comparedWith === 'consumers').map(({ module }) => module),
    ...of('heard-again'),
  ];
  if (untold.length > 0)
    return `${untold.join(', ')} cannot go on, as without an Event Store nobody can tell all that others know or will hear again of ${them(untold)}: give the profile an Event Store, which gets what the broker still has, and recover again under it${torn.length === 0 ? '; or, if nothing at all was written after the dump, say --nothing-lost' : ''}.`;
  if (torn.length > 0)
    return `The streams of ${torn.map(({ module }) => module).join(', ')} cannot be made what they were: restore a dump that has not gone on since, or begin anew with "whereabouts reset".`;
  const lossy = of('loss');
  const said = left.some(({ isSaid }) => isSaid) ? ' --restored' : '';
  if (lossy.length > 0)
    return `${lossy.join(', ')} would lose something for good: ${line(`recover ${lossy.join(' ')}${said} --accept-loss`)} accepts that and lets ${them(lossy)} start.`;
  const others = [...of('settle'), ...of('refill')].filter(
    (module) =>
      moved.includes(module) || !left.some((each) => each.module === module && returnsByItself(each)),
  );
  if (others.length === 0) return undefined;
  return `${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} not settled yet, as others were named: run ${line('recover')}.`;
}

/** Its service gets it back when it starts. */
function returnsByItself({ returns, comparedWith }: Judged): boolean {
  return returns === 'all' && comparedWith === 'archive';
}

function them(modules: readonly string[]): string {
  return modules.length === 1 ? 'it' : 'them';
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
  compared: readonly Judged[],
  settled: readonly SettledModule[],
): object {
  return {
    profile,
    modules: compared.map(({ looked, beyond, differing, lacking, isSaid, ...module }) => {
      const done = settled.find((each) => each.module === module.module);
      const placed = placement.find((each) => each.module === module.module);
      return {
        ...{ ...module, saidRestored: isSaid, persistence: placed?.persistence, compared: looked },
        missing: {
          streams: beyond.length,
          events: beyond.reduce((sum, { events }) => sum + events, 0),
          kinds: streamKinds(beyond),
          list: beyond,
        },
        ...{ differing, lacking },
        settled: done ? { events: done.events, streams: done.streams } : null,
        starts: done !== undefined || module.verdict === 'as-it-is',
      };
    }),
  };
}
