import { participantsOf, type Catalogue, type Copy, type SagaShape } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { hasGateway, modulesDownWithout, partsOf, type Part } from './parts.js';

/** What happens while one part is away and everything else works. Nothing that was answered is lost by any of them. */
export interface Outage {
  readonly part: Part;
  /** The modules whose paths cannot be served. */
  readonly unavailable: readonly string[];
  /** How their paths answer: 503 with Retry-After, or nobody listens. `null` when all can be served. */
  readonly answer: 503 | 'no-connection' | null;
  /**
   * A saga that is begun meanwhile: `refused` by `answer`, or with 503 where the subject cannot be read within 5 s;
   * `accepted-and-wait`: 202 once the caller's wait is over; `go-on`: as ever.
   */
  readonly checkouts: 'refused' | 'accepted-and-wait' | 'go-on';
  /** Whether a refused one was recorded all the same: it goes on when the part is back, and its key finds it. */
  readonly recorded: boolean;
  /** The steps at which sagas under way stand still until the part is back. */
  readonly waitsAt: readonly string[];
  /** When waiting is given up, and how the saga then ends; `null`: it waits as long as it takes. */
  readonly givesUp: { readonly afterSeconds: number; readonly as: string } | null;
  /**
   * Steps outside that may fail for this: the call was made, and its answer is not on record that many seconds later. Nothing else
   * fails for being late.
   */
  readonly interrupts: readonly {
    readonly step: string;
    readonly afterSeconds: number;
    readonly as: string;
  }[];
  /** Copies that can be read and do not follow. */
  readonly standStill: readonly Copy[];
  /** Whether events that happen meanwhile reach the archive only when the part is back. */
  readonly archiveWaits: boolean;
}

/** What an outage of each part takes down; a part at a time, as one fails at a time. */
export function outagesOf(profile: ResolvedProfile, catalogue: Catalogue): readonly Outage[] {
  return partsOf(profile, catalogue).map((part) => outageOf(part, profile, catalogue));
}

function outageOf(part: Part, profile: ResolvedProfile, { saga, copies }: Catalogue): Outage {
  const down = modulesDownWithout(part, profile);
  const unreachable = part.kind === 'gateway' || (part.kind === 'service' && !hasGateway(profile));
  const base = {
    part,
    unavailable: down,
    answer: down.length === 0 ? null : unreachable ? ('no-connection' as const) : (503 as const),
    recorded: false,
    givesUp: null,
    interrupts: [],
    archiveWaits: archiveWaits(part, profile),
  };
  switch (part.kind) {
    case 'gateway': // what is under way needs nobody from outside
      return { ...base, checkouts: 'refused', waitsAt: [], standStill: [] };
    case 'replica':
      return { ...base, checkouts: 'go-on', waitsAt: [], standStill: [] };
    case 'event-store': // nobody who serves needs it
      return { ...base, checkouts: 'go-on', waitsAt: [], standStill: [] };
    case 'provider':
      return { ...base, ...withoutProvider(part.name, saga), standStill: [] };
    case 'broker':
      return { ...base, ...withoutBroker(profile, saga), standStill: copies };
    case 'service':
    case 'database':
      return {
        ...base,
        ...withoutModules(down, profile, saga),
        interrupts: interruptedWithout(down, profile, saga),
        standStill: copies.filter(({ at, of }) => down.includes(of) && !down.includes(at)),
      };
  }
}

function archiveWaits({ kind, name }: Part, { eventStore }: ResolvedProfile): boolean {
  if (eventStore === null) return false;
  return kind === 'event-store' || kind === 'broker' || (kind === 'database' && name === eventStore.database);
}

type Effect = Pick<Outage, 'checkouts' | 'recorded' | 'waitsAt'>;

function withoutModules(down: readonly string[], { coordination }: ResolvedProfile, saga: SagaShape): Effect {
  const missing = participantsOf(saga).filter((name) => down.includes(name));
  if (missing.length === 0) return { checkouts: 'go-on', recorded: false, waitsAt: [] };
  const [first, ...steps] = saga.steps;
  // One transaction needs every participant; whoever commands is needed for every step.
  const all =
    coordination === 'transaction' || (coordination === 'orchestration' && down.includes(saga.subject));
  const waitsAt = steps
    .filter(({ participant }) => all || down.includes(participant))
    .map(({ name }) => name);
  if (coordination === 'transaction' || down.includes(first.participant))
    return { checkouts: 'refused', recorded: false, waitsAt };
  if (down.includes(saga.subject)) return { checkouts: 'refused', recorded: true, waitsAt };
  return { checkouts: waitsAt.length === 0 ? 'go-on' : 'accepted-and-wait', recorded: false, waitsAt };
}

/** In one transaction a call that was cut off is made again, however late. */
function interruptedWithout(
  down: readonly string[],
  { coordination }: ResolvedProfile,
  { steps }: SagaShape,
): Outage['interrupts'] {
  if (coordination === 'transaction') return [];
  return steps.flatMap(({ name, participant, givesUp }) =>
    givesUp && down.includes(participant) ? { step: name, ...givesUp } : [],
  );
}

/** Messages between modules wait in the logs, those between two modules of one process too. */
function withoutBroker({ coordination }: ResolvedProfile, saga: SagaShape): Effect {
  const [first, ...steps] = saga.steps;
  if (coordination === 'transaction') return { checkouts: 'go-on', recorded: false, waitsAt: [] };
  const sender = (index: number) =>
    coordination === 'orchestration' ? saga.subject : (saga.steps[index]?.participant ?? '');
  const waitsAt = steps
    .filter(({ participant }, index) => sender(index) !== participant)
    .map(({ name }) => name);
  return first.participant === saga.subject
    ? { checkouts: waitsAt.length === 0 ? 'go-on' : 'accepted-and-wait', recorded: false, waitsAt }
    : { checkouts: 'refused', recorded: true, waitsAt };
}

function withoutProvider(name: string, { steps }: SagaShape): Effect & Pick<Outage, 'givesUp'> {
  const asking = steps.filter(({ external }) => external === name);
  return {
    checkouts: 'accepted-and-wait',
    recorded: false,
    waitsAt: asking.map((step) => step.name),
    givesUp: asking.find(({ givesUp }) => givesUp)?.givesUp ?? null,
  };
}
