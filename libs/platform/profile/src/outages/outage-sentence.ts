import type { Catalogue } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { a, list } from '../wording.js';
import type { Outage } from './outages-of.js';
import type { Part } from './parts.js';

/** "the database stock", "the payment provider". */
export function partName({ kind, name }: Part): string {
  switch (kind) {
    case 'gateway':
      return 'the gateway';
    case 'provider':
      return name;
    case 'broker':
      return `the broker (${name})`;
    case 'event-store':
      return 'the Event Store';
    case 'replica':
      return `one process of ${name}`;
    default:
      return `the ${kind} ${name}`;
  }
}

/** Made of the outage's fields and nothing else, so that whoever checks the fields has checked the sentence. */
export function outageSentence(outage: Outage, profile: ResolvedProfile, catalogue: Catalogue): string {
  const clauses = [
    paths(outage, profile),
    begun(outage, catalogue),
    underWay(outage),
    interrupted(outage),
    behind(outage, catalogue),
    archive(outage),
    lost(outage, profile),
  ];
  return clauses.filter((clause) => clause !== '').join('; ');
}

function paths({ part, unavailable, answer }: Outage, { modules, services }: ResolvedProfile): string {
  if (part.kind === 'replica') {
    const { replicas = 2 } = services.find(({ name }) => name === part.name) ?? {};
    return `${replicas - 1} of ${replicas} remain and answer; what was cut off is asked again under its key, what it had in hand another one takes over`;
  }
  if (answer === null) return 'every path answers';
  const which = unavailable.length === modules.length ? 'all modules' : list(unavailable);
  return answer === 503 ? `the paths of ${which} answer 503` : 'nothing can be reached';
}

function begun({ checkouts, answer, recorded, waitsAt, givesUp }: Outage, { saga }: Catalogue): string {
  if (checkouts === 'go-on') return `${saga.name}s go on`;
  if (checkouts === 'accepted-and-wait') {
    const waits = `${a(saga.name)} is taken and waits at ${list(waitsAt, 'or')}`;
    return givesUp === null
      ? `${waits} until it is back`
      : `${waits}, ${givesUp.afterSeconds} s at most; then it ends as ${givesUp.as}`;
  }
  if (recorded)
    return `${a(saga.name)} is answered 503 after 5 s although it is recorded: it goes on when the part is back, and its key finds it`;
  return answer === 'no-connection'
    ? `no ${saga.name} is taken`
    : `${a(saga.name)} is refused with 503 and leaves nothing behind`;
}

function underWay({ checkouts, waitsAt }: Outage): string {
  if (checkouts !== 'refused') return '';
  return waitsAt.length === 0
    ? 'what is under way goes on'
    : `what is under way waits at ${list(waitsAt, 'or')}`;
}

function interrupted({ interrupts }: Outage): string {
  return interrupts
    .map(
      ({ step, afterSeconds, as }) =>
        `a ${step} that is cut off for more than ${afterSeconds} s ends as ${as}`,
    )
    .join('; ');
}

function behind({ standStill }: Outage, { copies }: Catalogue): string {
  if (standStill.length === 0) return '';
  const all = standStill.length === copies.length && standStill.length > 1;
  return `behind meanwhile: ${all ? "every copy of another module's data" : list(standStill.map(({ what }) => what))}`;
}

function archive({ archiveWaits }: Outage): string {
  return archiveWaits ? 'the archive waits, and takes what happened meanwhile when it is back' : '';
}

/** A log is the truth of what is to be sent, but what the broker took is the broker's to keep. */
function lost({ part }: Outage, { topics }: ResolvedProfile): string {
  if (part.kind !== 'broker') return '';
  return topics.replication === 1
    ? 'with its disk goes what consumers had not read (topics.replication is 1)'
    : `${topics.replication} copies of each topic outlive the loss of ${topics.replication - 1}`;
}
