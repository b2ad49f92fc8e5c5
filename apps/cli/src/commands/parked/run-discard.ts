import type { DataDirectory } from '../../deployment/data-directory.js';
import type { Output } from '../../deployment/progress.js';
import { chosenKey, type KeyChoice } from './chosen-keys.js';
import { ParkedMessages } from './parked-messages.js';

export interface DiscardOptions {
  readonly choice: KeyChoice;
  /** Last stream version to give up; all unless given. */
  readonly upTo?: number | undefined;
  readonly json: boolean;
}

/** Gives the messages of one key up: they count as handled, and the stream flows again. */
export async function runDiscard(
  directory: DataDirectory,
  { choice, upTo, json }: DiscardOptions,
  output: Output,
): Promise<void> {
  const parked = await ParkedMessages.of(directory);
  const key = chosenKey(await parked.list(), choice);
  const discarded = await parked.discard(key, upTo);
  const remaining = Math.max(0, key.messages - discarded);
  const { consumer, sourceModule, channel, streamId } = key;
  output.write(
    json
      ? `${JSON.stringify({ consumer, sourceModule, channel, streamId, discarded, remaining }, null, 2)}\n`
      : `${consumer} ${streamId}: ${discarded} discarded${remaining > 0 ? `, ${remaining} still parked` : ''}\n`,
  );
}
