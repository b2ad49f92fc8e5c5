import { spawn, type ChildProcess } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { notePid, stopBroker } from './broker-process.js';
import { EmbeddedBrokerError } from './embedded-broker-error.js';
import { freePort } from './free-port.js';
import { findJava } from './java.js';
import { kafkaJars } from './kafka-distribution.js';
import { KafkaFiles, type KafkaPorts, lastComplaint } from './kafka-files.js';
import { brokerAnswers } from './kafka-probe.js';
import { javaFlags } from './kafka-settings.js';

export interface EmbeddedKafkaOptions {
  /** Where data, settings and log are kept; made when missing. One broker per directory. */
  readonly directory: string;
  /** Settings on top of `brokerSettings`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when the broker ends without `stop` having been called; call `start` to have it back. */
  readonly onUnexpectedExit?: (how: BrokerExit) => void;
  /** Called before Kafka is downloaded, which takes some seconds and happens once per machine. */
  readonly onDownload?: () => void;
}

export interface BrokerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

const host = '127.0.0.1';
const startLimitMs = 90_000;
const stopLimitMs = 30_000;
const logLimitBytes = 10 * 1024 * 1024;

/**
 * A real Kafka broker (one node, its own controller) on loopback in a directory of ours, run with the machine's Java. It
 * outlives a killed parent; the next `start` on the directory stops it first. Its ports are the operating system's choice and
 * stay the same as long as this object lives.
 */
export class EmbeddedKafka {
  readonly files: KafkaFiles;
  #ports: KafkaPorts | undefined;
  #process: ChildProcess | undefined;
  #stopping = false;

  constructor(private readonly options: EmbeddedKafkaOptions) {
    this.files = new KafkaFiles(resolve(options.directory));
  }

  get pid(): number {
    const pid = this.#process?.pid;
    if (pid === undefined) throw new Error('The broker is not running.');
    return pid;
  }

  get port(): number {
    if (!this.#ports) throw new Error('The broker was not started.');
    return this.#ports.client;
  }

  /** Addresses for clients, `host:port`. */
  get brokers(): string[] {
    return [`${host}:${this.port}`];
  }

  get isRunning(): boolean {
    return this.#process !== undefined;
  }

  /**
   * Fetches Kafka when this machine has not got it yet, formats the directory when it is new, stops a broker that an earlier
   * process left behind on it, and starts one; resolves when it answers. Throws `EmbeddedBrokerError`.
   */
  async start(): Promise<void> {
    if (this.#process) return;
    this.#stopping = false;
    const java = await findJava();
    if (java === undefined)
      throw new EmbeddedBrokerError(
        'The embedded Kafka needs Java 17 or newer: install it, or set KAFKA_BROKERS.',
      );
    try {
      await this.files.prepare();
      const jars = await kafkaJars(this.options);
      const classPath = join(jars, '*');
      await EmbeddedKafka.stopLeftBehind(this.files.directory);
      await this.files.format(java, classPath);
      await this.#insist(java, classPath);
    } catch (error) {
      throw asSentence(error, this.files.directory);
    }
  }

  /** Orderly shutdown; a broker that does not end by itself is killed, which loses nothing that it acknowledged. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const broker = this.#process;
    if (!broker) return;
    const gone = new Promise<void>((resolve) => broker.once('exit', () => resolve()));
    broker.kill('SIGTERM');
    broker.kill('SIGCONT'); // one that somebody stopped would not hear the first
    const insisted = setTimeout(() => broker.kill('SIGKILL'), stopLimitMs);
    await gone;
    clearTimeout(insisted);
  }

  /** Stops the broker that runs on this directory, if one does, recognised by what its process really is. */
  static async stopLeftBehind(directory: string): Promise<boolean> {
    return stopBroker(new KafkaFiles(resolve(directory)));
  }

  /** A port can be taken between choosing and using it: then others are chosen, unless clients know them already. */
  async #insist(java: string, classPath: string): Promise<void> {
    const deadline = Date.now() + startLimitMs;
    for (;;) {
      const ports = this.#ports ?? { client: await freePort(), controller: await freePort() };
      await this.files.writeProperties(ports, this.options.settings ?? {});
      const failure = await this.#tryStart(java, classPath, ports, deadline);
      if (failure === undefined) {
        this.#ports = ports;
        return;
      }
      if (!/BindException|Address already in use/.test(failure) || Date.now() > deadline)
        throw new Error(failure);
      await pause(100);
    }
  }

  /** Returns why the broker ended before it was ready. */
  async #tryStart(
    java: string,
    classPath: string,
    ports: KafkaPorts,
    deadline: number,
  ): Promise<string | undefined> {
    const { log, offset } = await openLog(this.files.log);
    const broker = spawn(java, [...javaFlags, '-cp', classPath, 'kafka.Kafka', this.files.properties], {
      cwd: this.files.directory,
      // A session of its own: Ctrl-C in the terminal reaches us only, and we stop things in order.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const exited = new Promise<BrokerExit>((resolve, reject) => {
      broker.once('error', reject);
      broker.once('exit', (code, signal) => resolve({ code, signal }));
    });
    await log.close();
    if (broker.pid !== undefined) await notePid(this.files, broker.pid);
    const ended = await Promise.race([exited, becomesReady(broker, ports.client, deadline)]);
    if (ended === 'too slow') {
      broker.kill('SIGKILL');
      await exited;
    }
    if (ended !== 'ready')
      return (await lastComplaint(this.files.log, offset)) ?? 'it ended or did not answer in time';
    this.#process = broker;
    void exited.then((exit) => {
      this.#process = undefined;
      if (!this.#stopping) this.options.onUnexpectedExit?.(exit);
    });
    return undefined;
  }
}

async function becomesReady(
  broker: ChildProcess,
  port: number,
  deadline: number,
): Promise<'ready' | 'too slow'> {
  while (broker.exitCode === null && broker.signalCode === null) {
    if (await brokerAnswers(host, port)) return 'ready';
    if (Date.now() > deadline) return 'too slow';
    await pause(25);
  }
  return new Promise(() => undefined); // it ended: the other side of the race tells
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  );
  if (size > logLimitBytes) await rename(path, `${path}.1`);
  return { log: await open(path, 'a', 0o600), offset: size > logLimitBytes ? 0 : size };
}

function asSentence(error: unknown, directory: string): EmbeddedBrokerError {
  if (error instanceof EmbeddedBrokerError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ENOSPC' || /No space left on device/i.test(text))
    return new EmbeddedBrokerError(
      `The disk of ${directory} is full: free about 200 MB, or choose another data directory.`,
    );
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new EmbeddedBrokerError(`${directory} cannot be written: choose another data directory.`);
  return new EmbeddedBrokerError(`The broker in ${directory} could not be started: ${text}.`);
}
