import type { ComparedModule, Verdict } from '@platform/profile';
import Table from 'cli-table3';
import type { ModulePlacement } from '../../deployment/deployment-plan.js';
import type { Judged } from './judged.js';
import { streamKinds } from './stream-kinds.js';

/** What is missing of a module, what becomes of that, and why; for people. */
export function recoveryText(compared: Judged, { database, schema, persistence }: ModulePlacement): string {
  return [
    `${compared.module}, kept as ${persistence} in ${database}.${schema}: ${origin(compared)}`,
    ...[...missing(compared), ...consequences[compared.verdict](compared)].map((line) => `  ${line}`),
  ].join('\n');
}

function origin({ restoredAt, settledAt, isSaid }: Judged): string {
  if (isSaid) return 'restored from a dump, as you say';
  if (restoredAt === null) return 'not known to be restored';
  const seen = `restored from a dump, seen on ${moment(restoredAt)} UTC`;
  return settledAt === null ? seen : `${seen}, settled on ${moment(settledAt)} UTC`;
}

function missing({ comparedWith, looked, beyond, differing, lacking }: ComparedModule): string[] {
  const others = comparedWith === 'archive' ? 'the Event Store has' : 'other modules have handled';
  if (beyond.length + differing.length === 0)
    return [`Nothing of ${looked} events that ${others} is missing.`];
  const lines: string[] = [];
  if (beyond.length > 0) {
    const events = beyond.reduce((sum, stream) => sum + stream.events, 0);
    lines.push(`Beyond its log ${others} ${count(events, 'event')} of ${count(beyond.length, 'stream')}:`);
    lines.push(...kindsTable(beyond).split('\n'));
  }
  if (differing.length > 0)
    lines.push(
      `It has gone on since in ${count(differing.length, 'stream')}: version ${differing[0]?.version ?? ''} of ${differing[0]?.streamId ?? ''} is another event than the archived one.`,
    );
  for (const { streamId, from, to } of lacking.slice(0, 3))
    lines.push(`The Event Store lacks versions ${from} to ${to} of ${streamId} itself.`);
  return lines;
}

function kindsTable(beyond: ComparedModule['beyond']): string {
  const table = new Table({
    head: ['kind', 'streams', 'events', 'first (UTC)', 'last (UTC)', 'such as'],
    style: { head: [], border: [], compact: true },
  });
  for (const { kind, streams, events, first, last, examples } of streamKinds(beyond))
    table.push([
      ...[kind, streams, events, first === null ? '' : moment(first), last === null ? '' : moment(last)],
      examples.join('\n'),
    ]);
  return table.toString();
}

const neverRelayed =
  'what it had recorded and not relayed when its database was lost: nobody else ever had it';

const consequences: Readonly<Record<Verdict, (compared: ComparedModule) => string[]>> = {
  'as-it-is': ({ settledAt }) => [
    ...(settledAt === null
      ? ['Inboxes cannot be compared: say --restored if its database was restored over what it had.']
      : []),
    'It may start as it is.',
  ],
  settle: (compared) => [unknown(compared), takesAgain(compared), 'It may start.'],
  refill: (compared) => [
    'It gets these back, at their versions.',
    `Lost for good: ${neverRelayed}.`,
    unknown(compared),
    takesAgain(compared),
  ],
  loss: (compared) => [...lost(compared), unknown(compared), takesAgain(compared)],
  torn: () => ['Its streams cannot be made what they were.'],
  'heard-again': ({ module }) => [
    'Without an Event Store nobody can tell all that is missing.',
    `Others that were restored take from the broker again what ${module} published after the dump, and what it does next would`,
    'pass for that.',
  ],
};

function lost({ returns, comparedWith, module }: ComparedModule): string[] {
  if (comparedWith === 'consumers')
    return [
      'Without an Event Store nobody can tell all that is missing.',
      `Lost for good: whatever ${module} did after the dump was taken.`,
      `What others had not handled of that yet is with the broker, and as many of the next events of ${module} would pass for it.`,
    ];
  if (returns === 'events')
    return [
      'It gets these back, at their versions.',
      `Lost for good: what it knew of its sagas after the dump, and ${neverRelayed}.`,
    ];
  return [
    `Lost for good: what ${module} wrote into its rows with these events, which do not bring rows back, and ${neverRelayed}.`,
  ];
}

function unknown({ keepsSagas }: ComparedModule): string {
  return `Not to be told, as nobody archives it: which commands and replies it sent after the dump${keepsSagas ? ', and how far its sagas were' : ''}.`;
}

function takesAgain({ comparedWith }: ComparedModule): string {
  const from =
    comparedWith === 'archive'
      ? 'events from the Event Store, commands and replies'
      : 'events, commands and replies';
  return `From others it takes again what it had not handled when the dump was taken: ${from} as far as the broker still has them.`;
}

/** To the second, by the clock of the database. */
function moment(time: string): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

function count(amount: number, noun: string): string {
  return `${amount} ${amount === 1 ? noun : `${noun}s`}`;
}
