import type { ComparedModule } from '@platform/profile';
import Table from 'cli-table3';
import type { ModulePlacement } from '../../deployment/deployment-plan.js';
import { streamKinds } from './stream-kinds.js';
import { type Verdict, verdictOf } from './verdict.js';

/** What is missing of a module, what becomes of that, and why; for people. */
export function recoveryText(
  compared: ComparedModule,
  { database, schema, persistence }: ModulePlacement,
): string {
  const { module, restoredAt } = compared;
  const restored =
    restoredAt === null ? 'not known to be restored' : `restored from a dump, seen on ${moment(restoredAt)}`;
  return [
    `${module}, kept as ${persistence} in ${database}.${schema}: ${restored}`,
    ...[...missing(compared), ...consequences[verdictOf(compared)](compared)].map((line) => `  ${line}`),
  ].join('\n');
}

function missing({ comparedWith, looked, beyond, differing, lacking }: ComparedModule): string[] {
  const others = comparedWith === 'archive' ? 'the Event Store has' : 'other modules have handled';
  if (beyond.length + differing.length === 0)
    return [`Nothing of ${looked} events that ${others} is missing.`];
  const lines: string[] = [];
  if (beyond.length > 0) {
    const events = beyond.reduce((sum, stream) => sum + stream.events, 0);
    lines.push(`Beyond its log ${others} ${events} events of ${beyond.length} streams:`);
    lines.push(...kindsTable(beyond).split('\n'));
  }
  if (differing.length > 0)
    lines.push(
      `${differing.length} streams have gone on since: version ${differing[0]?.version ?? ''} of ${differing[0]?.streamId ?? ''} is another event than the archived one.`,
    );
  for (const { streamId, from, to } of lacking.slice(0, 3))
    lines.push(`The Event Store lacks versions ${from} to ${to} of ${streamId} itself.`);
  return lines;
}

function kindsTable(beyond: ComparedModule['beyond']): string {
  const table = new Table({
    head: ['streams of', 'streams', 'events', 'first', 'last', 'such as'],
    style: { head: [], border: [], compact: true },
  });
  for (const { kind, streams, events, first, last, examples } of streamKinds(beyond))
    table.push([
      ...[kind, streams, events, first === null ? '' : moment(first), last === null ? '' : moment(last)],
      examples.join('\n'),
    ]);
  return table.toString();
}

const notRelayed = 'what it recorded and had not relayed when its database was lost: nobody else ever had it';

const consequences: Readonly<Record<Verdict, (compared: ComparedModule) => string[]>> = {
  'as-it-is': () => ['It may start as it is.'],
  settle: (compared) => [...unknown(compared), 'It may start.'],
  refill: (compared) => [
    'It gets these back, at their versions.',
    ...unknown(compared),
    `Lost for good: ${notRelayed}.`,
  ],
  loss: (compared) => [
    ...lost(compared),
    ...unknown(compared),
    'Events of other modules it takes again, as far as it had not handled them when the dump was taken.',
  ],
  torn: () => [
    'Its streams cannot be made what they were: restore all databases to one moment, or begin anew with "whereabouts reset".',
  ],
};

function lost({ returns, comparedWith, module }: ComparedModule): string[] {
  if (comparedWith === 'consumers')
    return [
      'Without an Event Store nobody can tell all that is missing.',
      `Lost for good: all that ${module} did after the dump was taken.`,
    ];
  if (returns === 'events')
    return [
      'It gets these back, at their versions, but not what it knew of its sagas.',
      `Lost for good: how far its sagas were, and ${notRelayed}.`,
    ];
  return [
    `Lost for good: what these events did to the rows of ${module}, which are no events to be played again, and ${notRelayed}.`,
  ];
}

function unknown({ keepsSagas }: ComparedModule): string[] {
  const what = keepsSagas
    ? 'which sagas went on meanwhile, and commands and replies'
    : 'commands and replies';
  return [`Cannot be told: ${what} after the dump; nobody archives these.`];
}

/** To the second, by the clock of the database. */
function moment(time: string): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
