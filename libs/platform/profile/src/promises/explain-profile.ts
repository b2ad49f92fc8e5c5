import Table from 'cli-table3';
import type { Catalogue } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { count, list } from '../wording.js';
import type { CheckoutCost } from './checkout-cost.js';
import type { DerivedPromise } from './derived-promise.js';
import { describeProfile } from './describe-profile.js';

const verdicts = new Map<DerivedPromise['holds'], string>([
  [true, 'yes'],
  [false, 'no'],
  ['conditional', 'depends'],
]);

/** The description of a profile as text for a terminal, up to 110 columns wide. */
export function explainProfile(profile: ResolvedProfile, catalogue: Catalogue): string {
  const { cost, promises } = describeProfile(profile, catalogue);
  const { name } = catalogue.saga;
  return [
    `${profile.name} (${profile.file})${profile.description === '' ? '' : `\n${profile.description}`}`,
    `Transport ${profile.transport}, ${name} by ${profile.coordination}.`,
    `WHERE THE DATA LIVES\n${placement(profile)}`,
    `DATABASES\n${databases(profile)}`,
    `A ${name.toUpperCase()} THAT SUCCEEDS\n${price(cost)}`,
    `PROMISES\n${rows(
      ['promise', 'holds', 'because'],
      promises.map((p) => [p.title, verdicts.get(p.holds) ?? '', p.reason]),
      [36, 9, 60],
    )}`,
    '',
  ]
    .join('\n\n')
    .trimEnd();
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

function databases(profile: ResolvedProfile): string {
  return rows(
    ['database', 'where', 'modules'],
    profile.databases.map(({ name, url, modules }) => [
      name,
      url === null ? 'embedded' : address(url),
      list(modules),
    ]),
    [20, 32, 54],
  );
}

/** Without user and password. */
function address(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

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

/** Aligned columns without lines; `widths` are of the columns in characters, where texts must wrap. */
function rows(
  head: readonly string[],
  body: readonly (readonly string[])[],
  widths?: readonly number[],
): string {
  const sides = ['top', 'bottom', 'left', 'right', 'mid'];
  const joints = [
    'top-mid',
    'top-left',
    'top-right',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left-mid',
    'mid-mid',
    'right-mid',
  ];
  const table = new Table({
    head: [...head],
    chars: { ...Object.fromEntries([...sides, ...joints].map((part) => [part, ''])), middle: ' ' },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
    wordWrap: true,
    ...(widths && { colWidths: [...widths] }),
  });
  table.push(...body.map((row) => [...row]));
  return table
    .toString()
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');
}
