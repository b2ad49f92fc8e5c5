import type { ProfileFacts } from '@comparison/protocol';
import type { Sketch } from './example-profiles.js';

type Outage = ProfileFacts['outages'][number] & { readonly checkouts: 'refused' | 'wait' | 'go-on' };

export function examplePromises(sketch: Sketch): ProfileFacts['promises'] {
  const { archive, eventSourced, hasBroker } = sketch;
  const inOne = ['transaction'].includes(sketch.coordination);
  const promise = (id: string, title: string, holds: boolean | 'depends', reason: string) => ({
    ...{ id, title, kept: holds === true, reason },
    ...(holds === 'depends' && { depends: true }),
  });
  return [
    promise(
      'atomic-checkout',
      'A checkout is atomic',
      inOne,
      inOne ? 'all steps commit in one transaction' : 'each step commits by itself',
    ),
    promise(
      'checkout-ends-whole',
      'A checkout ends wholly done or wholly undone, after a crash too',
      true,
      'what was begun is finished or undone by whoever is there again',
    ),
    promise(
      'charge-once',
      'Charge takes effect once, although the payment provider is outside',
      'depends',
      'it holds as long as the payment provider honours the key',
    ),
    promise(
      'read-your-writes-by-id',
      'A read by id sees your own write',
      true,
      'the module that owns the data answers from the database it wrote to',
    ),
    promise(
      'fresh-copies',
      "Copies in other modules and lists built from others' events are never stale",
      false,
      hasBroker ? 'they follow by events after the commit, through kafka' : 'they follow after the commit',
    ),
    promise(
      'one-consistent-backup',
      'One backup holds all modules as of one moment',
      inOne,
      inOne ? 'all data is in one database' : 'the data is in several databases',
    ),
    promise(
      'state-from-history',
      'Every past state can be rebuilt from events',
      eventSourced.length === 6 ? true : eventSourced.length > 0 ? 'depends' : false,
      eventSourced.length === 0 ? 'all modules keep rows' : `${eventSourced.join(', ')} keep events for good`,
    ),
    promise(
      'events-archived',
      'Every event is kept a second time',
      archive !== undefined,
      archive === undefined ? 'there is no Event Store' : 'the Event Store archives it',
    ),
    ...outagesOf(sketch).map(({ part, kind, sentence, checkouts }) =>
      promise(
        `survives-loss-of-${kind}:${part}`,
        `Checkouts go on without ${part}`,
        checkouts === 'go-on' ? true : checkouts === 'wait' ? 'depends' : false,
        sentence,
      ),
    ),
  ];
}

export function exampleOutages(sketch: Sketch): ProfileFacts['outages'] {
  return outagesOf(sketch).map(({ part, kind, sentence, modulesDown }) => ({
    ...{ part, kind, sentence, modulesDown },
  }));
}

const refusedWithout = ['cart', 'order'];
const takingPart = ['cart', 'stock', 'order', 'payment', 'shipment'];

function outagesOf({ services, hasBroker, archive, coordination }: Sketch): readonly Outage[] {
  const atomic = ['transaction'].includes(coordination);
  const modulesOf = (database: string) =>
    services.flatMap(([, , modules]) =>
      Object.entries(modules).flatMap(([name, at]) => (at === database ? [name] : [])),
    );
  const several = services.length > 1 || services.some(([, replicas]) => replicas > 1);
  const databases = [...new Set(services.flatMap(([, , modules]) => Object.values(modules)))];
  const lost = (part: string, kind: string, down: readonly string[]): Outage => {
    const checkouts = down.some((name) => (atomic ? takingPart : refusedWithout).includes(name))
      ? 'refused'
      : down.some((name) => takingPart.includes(name))
        ? 'wait'
        : 'go-on';
    const says = {
      refused: 'a checkout is refused with 503 and leaves nothing behind',
      wait: `a checkout is taken and waits at ${down.join(' or ')} until it is back`,
      'go-on': 'checkouts go on',
    };
    const paths = down.length === 8 ? 'all modules' : down.join(', ');
    return {
      ...{ part, kind, modulesDown: [...down], checkouts },
      sentence: `the paths of ${paths} answer 503; ${says[checkouts]}`,
    };
  };
  const all = services.flatMap(([, , modules]) => Object.keys(modules));
  return [
    ...(several
      ? [
          {
            ...{ part: 'gateway', kind: 'gateway', modulesDown: all, checkouts: 'refused' as const },
            sentence: 'nothing can be reached; no checkout is taken; what is under way goes on',
          },
        ]
      : []),
    ...services.map(([name, , modules]) => lost(name, 'service', Object.keys(modules))),
    ...databases.map((name) => lost(name, 'database', modulesOf(name))),
    ...(hasBroker
      ? [
          {
            ...{ part: 'kafka', kind: 'broker', modulesDown: [], checkouts: 'refused' as const },
            sentence:
              'every path answers; a checkout is answered 503 after 5 s although it is recorded: it goes on when the part is back; behind meanwhile: every copy of another module’s data',
          },
        ]
      : []),
    ...(archive === undefined
      ? []
      : [
          {
            ...{ part: 'event-store', kind: 'event-store', modulesDown: [], checkouts: 'go-on' as const },
            sentence: 'every path answers; checkouts go on; the archive waits',
          },
        ]),
    {
      ...{ part: 'the payment provider', kind: 'provider', modulesDown: [], checkouts: 'wait' as const },
      sentence:
        'every path answers; a checkout is taken and waits at charge, 30 s at most; then it ends as payment-failed',
    },
  ];
}
