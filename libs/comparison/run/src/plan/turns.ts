import type { ProfileFacts } from '@comparison/protocol';
import { shuffled } from './shuffle.js';

/** One start of a profile, and when it is its turn. */
export interface Turn {
  readonly profile: string;
  /** From 1. */
  readonly repeat: number;
  /** `again`: the baseline once more, for the noise. */
  readonly role: 'measured' | 'again';
  /** From 1. */
  readonly turn: number;
}

/**
 * Who is started when. Every repeat goes once around the same seeded ring and begins one place further on, so that whatever
 * changes slowly on the machine falls on everybody. The baseline's second run stands opposite its first: the difference
 * between the two is what the rest of a repeat may differ by for no reason.
 *
 * @param first begins the first repeat: its saturation decides the rate at which everybody is measured
 */
export function turnsOf(order: {
  readonly profiles: readonly string[];
  readonly baseline: string;
  readonly first: string;
  readonly repeats: number;
  readonly seed: number;
}): readonly Turn[] {
  const { profiles, baseline, first, repeats, seed } = order;
  const others = shuffled(
    profiles.filter((name) => name !== baseline),
    seed,
  );
  const ring: Pick<Turn, 'profile' | 'role'>[] = [baseline, ...others].map((profile) => ({
    profile,
    role: 'measured' as const,
  }));
  ring.splice(Math.ceil(ring.length / 2), 0, { profile: baseline, role: 'again' });
  const begin = ring.findIndex(({ profile, role }) => profile === first && role === 'measured');
  return Array.from({ length: repeats }, (_, round) =>
    ring.map((_, place) => ({
      ...at(ring, begin + round + place),
      repeat: round + 1,
      turn: round * ring.length + place + 1,
    })),
  ).flat();
}

function at<T>(ring: readonly T[], place: number): T {
  const found = ring[((place % ring.length) + ring.length) % ring.length];
  if (found === undefined) throw new RangeError('The ring is empty.');
  return found;
}

/** Which profile a checkout is likely to take most of, by what it says of itself: commits, messages, and processes to share the machine. */
export function heaviestOf(profiles: readonly ProfileFacts[]): ProfileFacts {
  const weight = ({ checkout, processes, eventSourced }: ProfileFacts): number =>
    checkout.commits + checkout.messages + processes + eventSourced.length;
  const [first, ...others] = profiles;
  if (!first) throw new RangeError('There is no profile to compare.');
  return others.reduce((most, one) => (weight(one) > weight(most) ? one : most), first);
}
