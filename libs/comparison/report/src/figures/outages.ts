import type { ProfileFacts } from '@comparison/protocol';

type Outage = ProfileFacts['outages'][number];

/** What an outage of one part takes down, over all parts of a profile. */
export interface OutageFigure {
  readonly parts: number;
  /** Parts without which no checkout is taken. */
  readonly stopping: number;
  /** The part whose outage takes down most; null when nothing is known. */
  readonly worst: Outage | null;
}

const promiseIds = 'survives-loss-of-';

export function outagesOf({ outages, promises }: ProfileFacts): OutageFigure {
  const refused = promises.filter(({ id, kept, depends }) => id.startsWith(promiseIds) && !kept && !depends);
  const stops = ({ sentence }: Outage) => refused.some(({ reason }) => reason === sentence);
  // A gateway or provider is no place of data: among equals the worst part is one that keeps some.
  const weight = ({ kind }: Outage) => (kind === 'database' ? 2 : kind === 'service' ? 1 : 0);
  const [worst = null] = outages.toSorted(
    (a, b) =>
      b.modulesDown.length - a.modulesDown.length ||
      Number(stops(b)) - Number(stops(a)) ||
      weight(b) - weight(a),
  );
  return { parts: outages.length, stopping: outages.filter(stops).length, worst };
}

/** Promises about the data; those about the loss of parts are told by the outages. */
export function dataPromises({ promises }: ProfileFacts): ProfileFacts['promises'] {
  return promises.filter(({ id }) => !id.startsWith(promiseIds));
}

/** `the database stock`, `the gateway`: what a part is called in a sentence. */
export function partText({ part, kind }: Pick<Outage, 'part' | 'kind'>): string {
  if (/^(?:the|one|a) /.test(part) || kind === 'provider') return part;
  if (kind === 'service' || kind === 'database') return `the ${kind} ${part}`;
  if (kind === 'replica') return `one process of ${part}`;
  return kind === 'event-store' ? 'the Event Store' : `the ${kind}`;
}
