import { startTimeOf, waitUntilGone, type EmbeddedKafkaOptions } from '@platform/embedded';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import { kafkaLibrary, type EmbeddedKafka, type KafkaLibrary } from '../broker/kafka-library.js';

const program = fileURLToPath(new URL('./fake-kafka.fixture.mjs', import.meta.url));

/** Behaves as an embedded Kafka does towards whoever starts it; no client could talk to it. */
class FakeKafka implements EmbeddedKafka {
  #child: ChildProcess | undefined;
  #port = 0;
  #stopping = false;

  constructor(private readonly options: EmbeddedKafkaOptions) {}

  get brokers(): string[] {
    return [`127.0.0.1:${this.#port}`];
  }

  get pid(): number {
    return this.#child?.pid ?? -1;
  }

  async start(): Promise<void> {
    this.#stopping = false;
    await mkdir(this.options.directory, { recursive: true });
    this.#port ||= await freePort();
    const child = spawn(process.execPath, [program, String(this.#port), this.options.directory], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    this.#child = child;
    const ended = once(child, 'exit').then(() => true);
    // Stopped before it serves it says nothing, and whoever stops it waits for this.
    if (await Promise.race([once(child.stdout, 'data').then(() => false), ended]))
      throw new Error('The broker ended while it started.');
    await writeFile(join(this.options.directory, 'pid'), String(child.pid));
    child.once('exit', (code, signal) => {
      if (!this.#stopping) this.options.onUnexpectedExit?.({ code, signal });
    });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  }

  static async stopLeftBehind(directory: string): Promise<boolean> {
    const pid = Number(await readFile(join(directory, 'pid'), 'utf8').catch(() => '0'));
    if (pid === 0 || (await startTimeOf(pid)) === undefined) return false;
    process.kill(pid, 'SIGTERM');
    return waitUntilGone(pid, 5_000);
  }
}

export const fakeKafkaLibrary: KafkaLibrary = {
  ...kafkaLibrary,
  brokerSource: () => Promise.resolve({ kind: 'embedded' }),
  EmbeddedKafka: FakeKafka,
};
