import { startTimeOf, waitUntilGone } from '@platform/embedded';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.js';
import type { KafkaServer, KafkaServerOptions } from '../broker/embedded-broker.js';
import type { KafkaLibrary } from '../broker/kafka-brokers.js';

const program = fileURLToPath(new URL('./fake-kafka.fixture.mjs', import.meta.url));

/** Behaves as an embedded Kafka does towards whoever starts it; no client could talk to it. */
class FakeKafka implements KafkaServer {
  #child: ChildProcess | undefined;
  #port = 0;
  #stopping = false;

  constructor(private readonly options: KafkaServerOptions) {}

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
    await once(child.stdout, 'data');
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
  brokerSource: () => Promise.resolve({ kind: 'embedded' }),
  EmbeddedKafka: FakeKafka,
};
