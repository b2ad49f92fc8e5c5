import type { DataDirectory } from '../../deployment/data-directory.js';
import type { Output } from '../../deployment/progress.js';
import { chosenKeys, type KeyChoice } from './chosen-keys.js';
import type { ParkedKey, Replay } from './parked-key.js';
import { ParkedMessages } from './parked-messages.js';

export interface ReplayOptions {
  readonly choice: KeyChoice;
  readonly json: boolean;
}

/** Replays the chosen keys one after another; one that fails again does not keep the others. Returns whether all went through. */
export async function runReplay(
  directory: DataDirectory,
  { choice, json }: ReplayOptions,
  output: Output,
): Promise<boolean> {
  const parked = await ParkedMessages.of(directory);
  const keys = await parked.list();
  // Who asks for everything is content with nothing; who names a consumer may have misspelt it.
  const chosen = keys.length === 0 && choice.consumer === undefined ? [] : chosenKeys(keys, choice);
  if (chosen.length === 0 && !json) output.write('Nothing is parked.\n');
  const results: (Replay & { key: ParkedKey })[] = [];
  for (const key of chosen) {
    const result = { key, ...(await parked.replay(key)) };
    results.push(result);
    if (!json) output.write(`${inWords(result)}\n`);
  }
  if (json) {
    const items = results.map(({ key: { consumer, sourceModule, channel, streamId }, ...replay }) => ({
      ...{ consumer, sourceModule, channel, streamId },
      ...replay,
    }));
    output.write(`${JSON.stringify({ items }, null, 2)}\n`);
  }
  return results.every(({ error }) => error === undefined);
}

function inWords({ key: { consumer, streamId }, replayed, remaining, error }: Replay & { key: ParkedKey }) {
  const done = `${consumer} ${streamId}: ${replayed} replayed`;
  return error === undefined ? done : `${done}, ${remaining} still parked (${error})`;
}
