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
  if (version > highest) {
    const skipped = version > highest + 1 ? [{ from: highest + 1, to: version - 1 }] : [];
    return { highest: version, gaps: [...gaps, ...skipped] };
  }
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
