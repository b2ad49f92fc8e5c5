import type { Outage } from '../outages/outages-of.js';
import type { Part } from '../outages/parts.js';
import { moduleOf } from '../placement/resolved-profile.js';
import type { ProfileDescription } from '../promises/describe-profile.js';
import { count, list } from '../wording.js';
import { fewer, together, verdictOf, type Difference } from './difference.js';

/**
 * Parts have other names under each profile, so it is asked for each module: what if its database, or a process of its service,
 * is away? Gateway, broker and provider are compared as such.
 */
export function outageDifferences(a: ProfileDescription, b: ProfileDescription): readonly Difference[] {
  return [
    ...byModule('database', a, b, (of) => `without the database of ${list(of, 'or')}`),
    ...byModule('service', a, b, (of) => `without a process that hosts ${list(of, 'or')}`),
    ...(['gateway', 'broker', 'provider'] as const).flatMap((kind) => bySingle(kind, a, b)),
  ];
}

function byModule(
  kind: 'database' | 'service',
  a: ProfileDescription,
  b: ProfileDescription,
  what: (modules: readonly string[]) => string,
): readonly Difference[] {
  const findings = a.profile.modules.flatMap(({ name }) => {
    const [from, to] = [outageAround(name, kind, a), outageAround(name, kind, b)];
    const texts = { from: effectOf(from, name, a), to: effectOf(to, name, b) };
    if (texts.from === texts.to) return [];
    return { of: name, id: `outage-of-${kind}`, verdict: verdictOf(better(from, to)), ...texts };
  });
  return together(findings, what);
}

function bySingle(
  kind: 'gateway' | 'broker' | 'provider',
  a: ProfileDescription,
  b: ProfileDescription,
): readonly Difference[] {
  const [from, to] = [a, b].map(({ outages }) => outages.find(({ part }) => part.kind === kind));
  const [left, right] = [from?.sentence ?? 'there is none', to?.sentence ?? 'there is none'];
  if (left === right) return [];
  const change = from && to ? better(from, to) : from ? 1 : -1;
  return [
    {
      id: `outage-of-${kind}`,
      verdict: verdictOf(change),
      what: `without the ${kind}`,
      from: left,
      to: right,
    },
  ];
}

/** The loss of one process, where a service has several. */
function outageAround(
  module: string,
  kind: 'database' | 'service',
  { profile, outages }: ProfileDescription,
): Outage {
  const name = moduleOf(profile, module)[kind];
  const found = (wanted: Part['kind']) =>
    outages.find(({ part }) => part.kind === wanted && part.name === name);
  const outage = (kind === 'service' ? found('replica') : undefined) ?? found(kind);
  if (!outage) throw new RangeError(`The profile ${profile.name} has no ${kind} ${name}.`);
  return outage;
}

const ranks = { refused: 0, 'accepted-and-wait': 1, 'go-on': 2 } as const;

/** Above 0 when `to` is better in one respect and worse in none. */
function better(from: Outage, to: Outage): number {
  const respects = [
    Math.sign(ranks[to.checkouts] - ranks[from.checkouts]),
    fewer(from.unavailable, to.unavailable),
    fewer(from.waitsAt, to.waitsAt),
    Math.sign(Number(to.answer !== 'no-connection') - Number(from.answer !== 'no-connection')),
  ];
  if (respects.every((respect) => respect >= 0)) return Math.max(...respects);
  if (respects.every((respect) => respect <= 0)) return Math.min(...respects);
  return 0;
}

function effectOf(outage: Outage, module: string, { profile, course }: ProfileDescription): string {
  const { answer, checkouts, recorded, waitsAt } = outage;
  const taken = {
    'go-on': 'checkouts go on',
    'accepted-and-wait': 'checkouts are taken and wait',
    refused: recorded ? 'checkouts are recorded but answered 503' : 'checkouts are refused',
  }[checkouts];
  const steps = course.filter(({ deed }) => deed === 'step').length;
  const standing = waitsAt.length === steps ? 'every step' : list(waitsAt, 'or');
  return [
    `${downWith(module, outage.unavailable, profile.modules.length)}${answer === 'no-connection' ? ' (no connection)' : ''}`,
    taken,
    ...(checkouts === 'refused' && waitsAt.length > 0 ? [`those under way wait at ${standing}`] : []),
  ].join('; ');
}

function downWith(module: string, unavailable: readonly string[], all: number): string {
  const others = unavailable.filter((name) => name !== module);
  if (unavailable.length === 0) return 'nothing goes down';
  if (unavailable.length === all) return 'all modules go down';
  if (others.length === 0) return 'it alone goes down';
  return `it goes down with ${others.length > 3 ? count(others.length, 'other') : list(others)}`;
}
