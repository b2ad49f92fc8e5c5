import Table from 'cli-table3';
import type { ParkedKey } from './parked-key.js';

/** What a person needs to decide: who could not handle which stream, since when, and how much waits behind it. */
export function parkedTable(keys: readonly ParkedKey[]): string {
  if (keys.length === 0) return 'Nothing is parked.';
  const table = new Table({
    head: ['consumer', 'stream', 'from', 'first message', 'waiting', 'tries', 'since'],
    style: { head: [], border: [], compact: true },
  });
  for (const key of keys) {
    table.push([
      ...[key.consumer, key.streamId, `${key.sourceModule} ${key.channel}`],
      ...[`${key.firstType} (version ${key.firstVersion})`, key.messages, key.attempts, key.parkedAt],
    ]);
  }
  const reasons = keys.map(({ consumer, streamId, error }) => `${consumer} ${streamId}: ${error}`);
  return [table.toString(), '', ...reasons].join('\n');
}
