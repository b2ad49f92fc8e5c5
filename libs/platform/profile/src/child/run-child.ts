import type { StartReport } from '../service-configuration.js';

/** A part that has started. */
export interface Running {
  readonly url: string;
  /** Finishes what was accepted, then ends. */
  close(): Promise<void>;
}

/**
 * Runs a part as a child of its launcher: readiness, or the reason why not, goes out over IPC. The part ends on SIGTERM,
 * SIGINT and with its launcher, so that none is left behind when the launcher dies.
 */
export async function runChild(start: () => Promise<Running>): Promise<void> {
  try {
    const running = await start();
    const stop = (): void => {
      void running.close().finally(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    process.once('disconnect', stop);
    // A launcher that died while we were starting does not say so again.
    if (process.send && !process.connected) stop();
    else report({ type: 'ready', url: running.url });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`);
    report({ type: 'failed', message }, () => process.exit(1));
  }
}

function report(message: StartReport, then: () => void = () => undefined): void {
  if (process.send) process.send(message, then);
  else then();
}
