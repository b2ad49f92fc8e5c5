import { DeploymentError } from '../../deployment/deployment-error.js';
import type { ParkedKey } from './parked-key.js';

/** Which parked keys are meant; what is not given matches all. */
export interface KeyChoice {
  readonly consumer?: string | undefined;
  readonly stream?: string | undefined;
  readonly source?: string | undefined;
  readonly channel?: string | undefined;
}

/** @throws DeploymentError when none matches */
export function chosenKeys(keys: readonly ParkedKey[], choice: KeyChoice): ParkedKey[] {
  const { consumer, stream, source, channel } = choice;
  const chosen = keys.filter(
    (key) =>
      (consumer === undefined || key.consumer === consumer) &&
      (stream === undefined || key.streamId === stream) &&
      (source === undefined || key.sourceModule === source) &&
      (channel === undefined || key.channel === channel),
  );
  if (chosen.length === 0) {
    throw new DeploymentError(
      `Nothing is parked${inWords(choice)}: "whereabouts parked list" shows what is.`,
    );
  }
  return chosen;
}

/** One key only: a stream may be parked twice for one consumer, under two sources or channels. */
export function chosenKey(keys: readonly ParkedKey[], choice: KeyChoice): ParkedKey {
  const [key, ...others] = chosenKeys(keys, choice);
  if (key && others.length === 0) return key;
  throw new DeploymentError(
    `More than one key is parked${inWords(choice)}: say which with --source and --channel.`,
  );
}

function inWords({ consumer, stream, source, channel }: KeyChoice): string {
  return [
    stream !== undefined && ` under stream ${stream}`,
    source !== undefined && ` from module ${source}`,
    channel !== undefined && ` among its ${channel}`,
    consumer !== undefined && ` for consumer ${consumer}`,
  ]
    .filter((part) => part !== false)
    .join('');
}
