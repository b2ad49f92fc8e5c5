// Ends what a fault has started for itself when whoever plays it is gone without having done so. It leads a session of its own: a
// Ctrl-C in the terminal reaches the other only, which ends everything in order.
import { EmbeddedKafka, EmbeddedPostgres } from '@platform/embedded';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Guarded } from './guarded.js';

/** A server that was just being started is found a moment later. */
const AGAIN_MS = 2_000;

const { postgres, kafka, mount, directory } = JSON.parse(process.argv[2] ?? '{}') as Guarded;

process.on('message', () => process.exit(0));
process.on('disconnect', () => void end().then(() => process.exit(0)));

async function end(): Promise<void> {
  await stopServers();
  await pause(AGAIN_MS);
  await stopServers();
  if (mount !== undefined) await promisify(execFile)('umount', ['-l', mount]).catch(() => undefined); // it may not be there yet
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }).catch(
    () => undefined,
  );
}

async function stopServers(): Promise<void> {
  if (postgres !== undefined) await EmbeddedPostgres.stopLeftBehind(postgres).catch(() => undefined);
  if (kafka !== undefined) await EmbeddedKafka.stopLeftBehind(kafka).catch(() => undefined);
}
