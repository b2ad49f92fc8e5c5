/** Versions from the first to the last, both included. */
export interface Versions {
  readonly from: number;
  readonly to: number;
}

/** What the archive has of a stream: everything from 1 to `highest` but the gaps, which rise and do not touch. */
export interface StreamState {
  readonly highest: number;
  readonly gaps: readonly Versions[];
}

export const NEW_STREAM: StreamState = { highest: 0, gaps: [] };

export function has({ highest, gaps }: StreamState, version: number): boolean {
  return version <= highest && !gaps.some(({ from, to }) => from <= version && version <= to);
}

/** The state with one more version, which it does not have. What lies between it and the highest is missing from then on. */
export function withVersion({ highest, gaps }: StreamState, version: number): StreamState {
  if (version > highest) return { ...upTo({ highest, gaps }, version - 1), highest: version };
  return {
    highest,
    gaps: gaps.flatMap(({ from, to }) =>
      version < from || version > to
        ? [{ from, to }]
        : [
            { from, to: version - 1 },
            { from: version + 1, to },
          ].filter((part) => part.from <= part.to),
    ),
  };
}

/** The state of a stream that is known to go up to a version: what lies above the highest that came is missing. */
export function upTo(state: StreamState, version: number): StreamState {
  if (version <= state.highest) return state;
  const last = state.gaps.at(-1);
  // Gaps do not touch: one that ends at the highest, which never came, grows.
  const grows = last?.to === state.highest;
  const gap = { from: grows ? last.from : state.highest + 1, to: version };
  return { highest: version, gaps: [...(grows ? state.gaps.slice(0, -1) : state.gaps), gap] };
}

export function missing({ gaps }: Pick<StreamState, 'gaps'>): number {
  return gaps.reduce((sum, { from, to }) => sum + to - from + 1, 0);
}

/** As PostgreSQL writes an `int8multirange`. */
export function toMultirange(gaps: readonly Versions[]): string {
  return `{${gaps.map(({ from, to }) => `[${from},${to + 1})`).join(',')}}`;
}

export function fromMultirange(text: string): Versions[] {
  return [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(([, from, after]) => ({
    from: Number(from),
    to: Number(after) - 1,
  }));
}
