import type { ProfileDescription } from '../promises/describe-profile.js';
import type { HalfDone, StaleRead } from '../promises/reads.js';
import { list } from '../wording.js';
import { fewer, together, verdictOf, type Difference } from './difference.js';

/** Which reads become stale, or stop being so, and whether a checkout under way can be seen. */
export function readDifferences(a: ProfileDescription, b: ProfileDescription): readonly Difference[] {
  const findings = a.reads.stale.flatMap((read, index) => {
    const other = b.reads.stale[index];
    if (!other) return [];
    const texts = { from: staleness(read), to: staleness(other) };
    if (texts.from === texts.to) return [];
    const verdict = verdictOf(fewer(causes(read), causes(other)));
    return { of: read.what, id: 'stale-reads', verdict, ...texts };
  });
  return [...together(findings, (of) => `how far behind are: ${list(of)}`), ...halfDone(a, b)];
}

const sources: Readonly<Record<string, string>> = {
  service: "its source's service",
  database: "its source's database",
  broker: 'the broker',
};

function causes({ standsStillWithout }: StaleRead): readonly string[] {
  return standsStillWithout.map(({ kind }) => sources[kind] ?? kind);
}

function staleness(read: StaleRead): string {
  const without = causes(read);
  return without.length === 0
    ? 'a moment; what stops it stops its reader too'
    : `a moment; as long as it takes without ${list(without, 'or')}`;
}

function halfDone(a: ProfileDescription, b: ProfileDescription): readonly Difference[] {
  const [from, to] = [seen(a.reads.halfDone), seen(b.reads.halfDone)];
  if (from === to) return [];
  const change = a.reads.halfDone.length === 0 ? -1 : b.reads.halfDone.length === 0 ? 1 : 0;
  return [
    { id: 'half-done', verdict: verdictOf(change), what: 'what is seen of a checkout under way', from, to },
  ];
}

function seen(halfDone: readonly HalfDone[]): string {
  if (halfDone.length === 0) return 'its first step; the others appear together';
  return `each step of ${list(halfDone.map(({ module }) => module))}, as soon as it has committed`;
}
