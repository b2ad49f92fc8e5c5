import type { Catalogue } from '../catalogue.js';
import { partName } from '../outages/outage-sentence.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { availability } from '../promises/availability.js';
import type { CheckoutCost } from '../promises/checkout-cost.js';
import type { DerivedPromise } from '../promises/derived-promise.js';
import { describeProfile, type ProfileDescription } from '../promises/describe-profile.js';
import type { Reads } from '../promises/reads.js';
import { a, count, list } from '../wording.js';
import { addressOf } from './profile-json.js';
import { courseText } from './course-text.js';
import { merged, paragraph, rows } from './table.js';

const verdicts = new Map<DerivedPromise['holds'], string>([
  [true, 'yes'],
  [false, 'no'],
  ['conditional', 'depends'],
]);

/** The description of a profile as text for a terminal, up to 110 columns wide. */
export function explainProfile(profile: ResolvedProfile, catalogue: Catalogue): string {
  const { cost, promises, reads, outages, restores } = describeProfile(profile, catalogue);
  const { name } = catalogue.saga;
  return [
    `${profile.name} (${profile.file})${profile.description === '' ? '' : `\n${profile.description}`}`,
    `Transport ${profile.transport}, ${name} by ${profile.coordination}.`,
    `WHERE THE DATA LIVES\n${placement(profile)}${archive(profile)}`,
    `DATABASES\n${databases(profile)}`,
    `A ${name.toUpperCase()} THAT SUCCEEDS\n${price(cost)}${shared(cost)}`,
    courseText(profile.coordination, catalogue.saga),
    `PROMISES\n${rows(
      ['promise', 'holds', 'because'],
      promises
        .filter(({ id }) => !id.startsWith(availability))
        .map((p) => [p.title, verdicts.get(p.holds) ?? '', p.reason]),
      [36, 9, 60],
    )}`,
    `READS THAT MAY BE BEHIND OR HALF-DONE\n${behind(reads, catalogue)}`,
    `WHILE A PART IS AWAY\n${away(outages)}`,
    `WHEN A DATABASE IS RESTORED FROM AN OLDER DUMP\n${restored(restores)}`,
  ].join('\n\n');
}

function placement({ modules, services }: ResolvedProfile): string {
  const replicas = new Map(services.map((service) => [service.name, service.replicas]));
  return rows(
    ['module', 'service', 'database.schema', 'persistence'],
    modules.map((module) => {
      const processes = replicas.get(module.service) ?? 1;
      const service = processes === 1 ? module.service : `${module.service} (${count(processes, 'replica')})`;
      return [module.name, service, `${module.database}.${module.schema}`, module.persistence];
    }),
  );
}

function archive({ eventStore }: ResolvedProfile): string {
  return eventStore === null
    ? ''
    : `\n${paragraph(`The Event Store keeps every event of every module once more, in the database ${eventStore.database}.`)}`;
}

function databases(profile: ResolvedProfile): string {
  return rows(
    ['database', 'where', 'modules'],
    profile.databases.map((database) => [
      database.name,
      addressOf(database),
      list(database.modules) || 'none: the archive of the Event Store',
    ]),
    [20, 32, 54],
  );
}

function shared({ messages }: CheckoutCost): string {
  return messages.length === 0
    ? ''
    : `\n${paragraph('This is one by itself: of many at a time, messages that arrive together share a commit.')}`;
}

/** What one saga takes by itself. */
function price({ commits, messages, hops, betweenServices, externalCalls }: CheckoutCost): string {
  return rows(
    ['what', 'number', 'which'],
    [
      [
        'commits',
        String(commits.length),
        commits.map(({ what, modules }) => `${what} (${modules.join(', ')})`).join('; '),
      ],
      [
        'messages',
        String(messages.length),
        messages.map(({ what, from, to }) => `${what}: ${from} → ${to}`).join('; ') || '-',
      ],
      ['hops', String(hops), hops === 0 ? '-' : 'messages one after another between request and decision'],
      ['between services', String(betweenServices), betweenServices === 0 ? '-' : 'of these messages'],
      ['calls outside', String(externalCalls.length), list(externalCalls) || '-'],
    ],
    [18, 8, 80],
  );
}

function behind({ stale, halfDone }: Reads, { saga }: Catalogue): string {
  const copies = rows(
    ['what', 'kept by', 'follows', 'and stands still without'],
    stale.map(({ what, at, of, through, standsStillWithout }) => [
      what,
      at,
      `${of}, ${through === 'in-process' ? 'in the process' : `through ${through}`}`,
      list(standsStillWithout.map(partName), 'or') || '-',
    ]),
    [38, 10, 24, 34],
  );
  const visible = list(halfDone.map(({ module, steps }) => `${module} (${steps.join(', ')})`));
  const sentence =
    visible === ''
      ? `No ${saga.name} is seen half-done: its steps become visible together.`
      : `Of ${a(saga.name)} under way readers see each step that has committed: ${visible}.`;
  return `${copies}\n${paragraph(sentence)}`;
}

function away(outages: ProfileDescription['outages']): string {
  const parts = outages.map(({ part, sentence }) => [partName(part), sentence]);
  return rows(['without', 'what happens'], merged(parts), [30, 76]);
}

function restored(restores: ProfileDescription['restores']): string {
  return rows(
    ['database', 'modules', 'what happens'],
    restores.map(({ database, modules, sentence }) => [database, list(modules) || '-', sentence]),
    [20, 20, 66],
  );
}
