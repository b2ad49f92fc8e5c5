import type { Results } from '@comparison/protocol';
import { isAboveRest } from '../figures/cost-figures.js';
import { countText } from '../figures/number-text.js';
import { keepingOf } from '../figures/promise-names.js';
import { violationsOf } from '../figures/violations.js';

/** Settings that change what is looked at, not what is measured. */
const ofNoMatter = ['profiles', 'faults', 'selfCheck'];

/** What the two reports were made under, where it is not the same: then a change of a figure may be no change of a profile. */
export function differentConditions(before: Results, after: Results): readonly string[] {
  const conditions = (results: Results): Readonly<Record<string, unknown>> => {
    const { settings, environment } = results;
    const { packages, durability, budget, ...machine } = environment;
    const cost = isAboveRest({ results }) ? 'beyond what is used at rest' : 'with what is used at rest';
    const all = { 'cost per checkout': cost, ...settings, ...machine, ...packages, ...durability, ...budget };
    return Object.fromEntries(Object.entries(all).filter(([name]) => !ofNoMatter.includes(name)));
  };
  const [a, b] = [conditions(before), conditions(after)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]))
    .map((name) => `${name}: ${shown(a[name])} before, ${shown(b[name])} after`);
}

function shown(value: unknown): string {
  return value === undefined ? 'not there' : typeof value === 'string' ? value : JSON.stringify(value);
}

/** Profiles that only one report has, and promises that a profile makes or breaks in one of them. */
export function differentPromises(before: Results, after: Results): readonly string[] {
  const names = (results: Results) => results.profiles.map(({ name }) => name);
  const only = (one: Results, other: Results, when: string) =>
    names(one)
      .filter((name) => !names(other).includes(name))
      .map((name) => `${name} is only in the report ${when}`);
  const both = names(before).filter((name) => names(after).includes(name));
  return [
    ...only(before, after, 'before'),
    ...only(after, before, 'after'),
    ...both.flatMap((name) => [...promised(before, after, name), ...broken(before, after, name)]),
  ];
}

function promised(before: Results, after: Results, name: string): readonly string[] {
  const [a, b] = [before, after].map(
    (results) => results.profiles.find((of) => of.name === name)?.promises ?? [],
  );
  return (b ?? []).flatMap((promise) => {
    const was = a?.find(({ id }) => id === promise.id);
    if (!was || keepingOf(was) === keepingOf(promise)) return [];
    return `${name} promises otherwise: “${promise.title}” was ${keepingOf(was)}, is ${keepingOf(promise)}`;
  });
}

function broken(before: Results, after: Results, name: string): readonly string[] {
  const [a = [], b = []] = [before, after].map((results) => {
    const violations = violationsOf(results.runs.filter((run) => run.profile === name));
    return [...new Set(violations.map(({ invariant }) => invariant))];
  });
  const anew = b.filter((id) => !a.includes(id));
  const gone = a.filter((id) => !b.includes(id));
  const runs = after.runs.filter((run) => run.profile === name).length;
  return [
    ...(anew.length > 0 ? [`${name} breaks ${anew.join(', ')}, which it did not before`] : []),
    ...(gone.length > 0
      ? [`${name} was not seen to break ${gone.join(', ')} in ${countText(runs, 'run')}, which it did before`]
      : []),
  ];
}
