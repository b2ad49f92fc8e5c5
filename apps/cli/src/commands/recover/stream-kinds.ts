import type { StreamBeyondLog } from '@platform/profile';

/** Streams of one kind that others know more of. */
export interface StreamKind {
  readonly kind: string;
  readonly streams: number;
  readonly events: number;
  readonly first: string | null;
  readonly last: string | null;
  readonly examples: readonly string[];
}

const EXAMPLES = 3;

/** By their names, which stand before the ids of their aggregates. */
export function streamKinds(beyond: readonly StreamBeyondLog[]): readonly StreamKind[] {
  const kinds = Map.groupBy(beyond, ({ streamId }) => streamId.replace(/-[0-9a-f]{8}-[0-9a-f-]{27}$/, ''));
  return [...kinds]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([kind, streams]) => ({
      ...{ kind, streams: streams.length, events: streams.reduce((sum, { events }) => sum + events, 0) },
      first: streams.flatMap(({ first }) => first ?? []).sort()[0] ?? null,
      last:
        streams
          .flatMap(({ last }) => last ?? [])
          .sort()
          .at(-1) ?? null,
      examples: streams.slice(0, EXAMPLES).map(({ streamId }) => streamId),
    }));
}
