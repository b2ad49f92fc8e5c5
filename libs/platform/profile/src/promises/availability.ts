import { beginnersOf, participantsOf, type Catalogue } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { a, list } from '../wording.js';
import type { DerivedPromise } from './derived-promise.js';

/** What an outage of each part takes down. They say `true` where the saga of the catalogue goes on as usual. */
export function availabilityPromises(
  profile: ResolvedProfile,
  catalogue: Catalogue,
): readonly DerivedPromise[] {
  return [
    ...profile.databases.map(({ name, modules }) => ({
      id: `survives-loss-of-database:${name}`,
      title: `${plural(catalogue)} go on without the database ${name}`,
      ...outageOf(modules, profile, catalogue),
    })),
    ...profile.services.map((service) => serviceLoss(service, profile, catalogue)),
    brokerLoss(profile, catalogue),
  ];
}

function serviceLoss(
  { name, replicas, modules }: ResolvedProfile['services'][number],
  profile: ResolvedProfile,
  catalogue: Catalogue,
): DerivedPromise {
  const whole = outageOf(modules, profile, catalogue);
  return {
    id: `survives-loss-of-service:${name}`,
    title: `${plural(catalogue)} go on when a process of ${name} is lost`,
    holds: replicas > 1 ? true : whole.holds,
    reason:
      replicas > 1
        ? `${replicas - 1} of ${replicas} replicas remain; without all of them: ${whole.reason}`
        : whole.reason,
  };
}

/** What happens while `down` cannot be reached: other modules have data and processes of their own. */
function outageOf(
  down: readonly string[],
  { coordination, modules }: ResolvedProfile,
  { saga }: Catalogue,
): Pick<DerivedPromise, 'holds' | 'reason'> {
  const others = modules.length - down.length;
  const rest = others === 0 ? 'nothing else runs' : 'the other modules answer';
  const stops = `${list(down)} ${down.length === 1 ? 'stops' : 'stop'}`;
  if (coordination === 'transaction' && participantsOf(saga).some((name) => down.includes(name))) {
    return {
      holds: false,
      reason: `${stops}, ${rest}; the transaction needs every participant, so no ${saga.name} is taken`,
    };
  }
  const beginners = beginnersOf(saga).filter((name) => down.includes(name));
  if (beginners.length > 0) {
    return { holds: false, reason: `${stops}, ${rest}; no ${saga.name} begins without ${list(beginners)}` };
  }
  const waiting = participantsOf(saga).filter((name) => down.includes(name));
  if (waiting.length > 0) {
    return {
      holds: 'conditional',
      reason: `${stops}, ${rest}; ${a(saga.name)} is taken, waits for ${list(waiting)} and ends when it is back`,
    };
  }
  return { holds: true, reason: `${stops}; no ${saga.name} needs ${down.length === 1 ? 'it' : 'them'}` };
}

function brokerLoss(
  { transport, coordination, topics }: ResolvedProfile,
  catalogue: Catalogue,
): DerivedPromise {
  const id = 'survives-loss-of-broker';
  const title = `${plural(catalogue)} go on without the broker`;
  if (transport === 'in-process')
    return { id, title, holds: true, reason: 'there is none: messages stay in the process' };
  const kept = 'what is written waits in the logs';
  const disk =
    topics.replication === 1
      ? 'topics.replication is 1: with its disk goes what consumers had not read yet'
      : `${topics.replication} copies of each topic outlive the loss of ${topics.replication === 2 ? 'one' : topics.replication - 1}`;
  const { name } = catalogue.saga;
  return coordination === 'transaction'
    ? {
        id,
        title,
        holds: true,
        reason: `${a(name)} sends no message through ${transport}; copies in other modules stand still, ${kept}; ${disk}`,
      }
    : {
        id,
        title,
        holds: false,
        reason: `the steps of ${a(name)} reach each other through ${transport}; ${kept} and goes on when it is back; ${disk}`,
      };
}

function plural({ saga }: Catalogue): string {
  return `${saga.name.charAt(0).toUpperCase()}${saga.name.slice(1)}s`;
}
