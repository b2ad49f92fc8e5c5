import { readFile, rm, writeFile } from 'node:fs/promises';
import { commandLineOf, startTimeOf, waitUntilGone } from './process-inspection.js';
import { EmbeddedBrokerError } from './embedded-broker-error.js';
import type { KafkaFiles } from './kafka-files.js';

const stopLimitMs = 30_000;

/** Notes which process runs on this directory, so that a later one can tell. */
export async function notePid(files: KafkaFiles, pid: number): Promise<void> {
  await writeFile(files.pid, `${pid} ${(await startTimeOf(pid)) ?? ''}\n`);
}

/**
 * The broker that runs on exactly this directory: its pid may be another process's by now, so that start time and command
 * line have to fit as well.
 */
export async function findBroker(files: KafkaFiles): Promise<number | undefined> {
  const [pidText = '', ...startTime] = (await readFile(files.pid, 'utf8').catch(() => '')).trim().split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if ((await startTimeOf(pid)) !== startTime.join(' ')) return undefined;
  const command = (await commandLineOf(pid)) ?? [];
  return command.includes('kafka.Kafka') && command.includes(files.properties) ? pid : undefined;
}

/** Ends a broker that is nobody's child any more. Returns whether there was one. */
export async function stopBroker(files: KafkaFiles): Promise<boolean> {
  const pid = await findBroker(files);
  if (pid === undefined) {
    await rm(files.pid, { force: true });
    return false;
  }
  process.kill(pid, 'SIGTERM');
  process.kill(pid, 'SIGCONT'); // one that somebody stopped would not hear the first
  if (!(await waitUntilGone(pid, stopLimitMs))) {
    // What was acknowledged is with the operating system by now. Asked again, as the pid may have changed hands meanwhile.
    if ((await findBroker(files)) === pid) process.kill(pid, 'SIGKILL');
    if (!(await waitUntilGone(pid, stopLimitMs)))
      throw new EmbeddedBrokerError(
        `A Kafka broker left behind on ${files.directory} (process ${pid}) does not stop: end it, then start again.`,
      );
  }
  await rm(files.pid, { force: true });
  return true;
}
