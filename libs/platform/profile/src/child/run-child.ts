import { once } from 'node:events';

import type { StartReport } from '../service-configuration.js';

/** A part that has started. */
export interface Running {
  readonly url: string;
  /** Finishes what was accepted, then ends. */
  close(): Promise<void>;
  /** Aborted, with the reason, when it cannot go on as it is. */
  readonly broken?: AbortSignal;
}

/** A start that was told to end and does not is ended after so long, in ms: before its launcher loses patience. */
const ENDING_MS = 30_000;

/**
 * Runs a part as a child of its launcher: readiness, or the reason why not, goes out over IPC. The part ends on SIGTERM,
 * SIGINT and with its launcher, so that none is left behind when the launcher dies; also while it starts.
 *
 * @param start is told when the part is to end; one that does not listen is closed when it has started
 */
export async function runChild(start: (ending: AbortSignal) => Promise<Running>): Promise<void> {
  const ending = endingSignal();
  const running = await started(start, ending);
  if (running && !ending.aborted) {
    report({ type: 'ready', url: running.url });
    const end = AbortSignal.any([ending, ...(running.broken ? [running.broken] : [])]);
    if (!end.aborted) await once(end, 'abort');
  }
  const broken = running?.broken?.aborted && !ending.aborted ? running.broken : undefined;
  // Nobody waits for this one, who would lose patience.
  if (broken) setTimeout(() => process.exit(1), ENDING_MS).unref();
  await running?.close().catch(() => undefined);
  if (broken) await fail(broken.reason);
  process.exit(0);
}

/** @returns nothing when it was told to end, and did */
async function started(
  start: (ending: AbortSignal) => Promise<Running>,
  ending: AbortSignal,
): Promise<Running | undefined> {
  let hangs: NodeJS.Timeout | undefined;
  const limit = (): void => void (hangs = setTimeout(() => process.exit(0), ENDING_MS).unref());
  if (ending.aborted) limit();
  else ending.addEventListener('abort', limit);
  try {
    return await start(ending);
  } catch (error) {
    if (!ending.aborted) await fail(error);
    return undefined;
  } finally {
    ending.removeEventListener('abort', limit);
    clearTimeout(hangs);
  }
}

/** Aborts on the first signal that asks the process to end; a second one of the same kind ends it as Node does. */
function endingSignal(): AbortSignal {
  const controller = new AbortController();
  const end = (reason: string) => (): void => controller.abort(new Error(`Ended by ${reason}.`));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end(signal));
  process.once('disconnect', end('the end of its launcher'));
  // A launcher that died before does not say so again.
  if (process.send && !process.connected) end('the end of its launcher')();
  return controller.signal;
}

async function fail(error: unknown): Promise<never> {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  await new Promise<void>((resolve) => report({ type: 'failed', message }, resolve));
  process.exit(1);
}

function report(message: StartReport, then: () => void = () => undefined): void {
  if (process.send) process.send(message, then);
  else then();
}
