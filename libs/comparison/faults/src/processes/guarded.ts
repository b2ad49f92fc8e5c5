import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a fault has started for itself, by where it lives. */
export interface Guarded {
  /** Of an embedded PostgreSQL. */
  readonly postgres?: string;
  /** Of an embedded Kafka. */
  readonly kafka?: string;
  /** A file system, under whatever else there is. */
  readonly mount?: string;
  /** All of it: is removed with the rest. */
  readonly directory: string;
}

const program = fileURLToPath(new URL(`./guard${extname(import.meta.url)}`, import.meta.url));

/**
 * Has all of it ended when this process is gone, however that comes about: embedded servers outlive who started them. To be called
 * before anything is started.
 *
 * @returns to be called when all of it has ended in order
 */
export function guarded(what: Guarded): () => void {
  const child = spawn(process.execPath, [program, JSON.stringify(what)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => undefined); // nothing is lost by it as long as this process lives
  child.unref();
  child.channel?.unref();
  return () => {
    if (child.connected) child.send('ended', () => undefined);
  };
}
