import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBroker } from './broker-process.js';
import { type BrokerExit, EmbeddedKafka } from './embedded-kafka.js';
import { kafkaCacheDirectory, kafkaJars } from './kafka-distribution.js';
import { brokerAnswers } from './kafka-probe.js';
import { startTimeOf } from './process-inspection.js';
import { embeddedKafkaIsPossible } from './testing.js';

// A broker takes three seconds on an idle machine, many on a busy one.
jest.setTimeout(180_000);

const inTest = (path: string) => fileURLToPath(new URL(path, import.meta.url));

((await embeddedKafkaIsPossible()) ? describe : describe.skip)('EmbeddedKafka', () => {
  let directory: string;
  const started: EmbeddedKafka[] = [];

  const kafka = (options: Partial<ConstructorParameters<typeof EmbeddedKafka>[0]> = {}) => {
    const broker = new EmbeddedKafka({ directory, ...options });
    started.push(broker);
    return broker;
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-kafka-'));
  });
  afterEach(async () => {
    for (const broker of started.splice(0)) await broker.stop();
    await EmbeddedKafka.stopLeftBehind(directory);
    await rm(directory, { recursive: true, force: true });
  });

  it('answers when it has started, on loopback only, and comes back on the same port with its data after it was killed', async () => {
    let told: (exit: BrokerExit) => void = () => undefined;
    const died = new Promise<BrokerExit>((resolve) => (told = resolve));
    const broker = kafka({ onUnexpectedExit: (exit) => told(exit) });
    await broker.start();
    expect(await brokerAnswers('127.0.0.1', broker.port)).toBe(true);
    expect(broker.brokers).toEqual([`127.0.0.1:${broker.port}`]);
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((each) => each && !each.internal && each.family === 'IPv4');
    if (outside) expect(await connects(outside.address, broker.port)).toBe(false);
    const [port, identity] = [
      broker.port,
      await readFile(join(broker.files.data, 'meta.properties'), 'utf8'),
    ];

    process.kill(broker.pid, 'SIGKILL');
    expect((await died).signal).toBe('SIGKILL');
    await broker.start();
    expect(broker.port).toBe(port);
    expect(await readFile(join(broker.files.data, 'meta.properties'), 'utf8')).toBe(identity);
    await broker.stop();
    expect(broker.isRunning).toBe(false);
    expect(await brokerAnswers('127.0.0.1', port)).toBe(false);
  });

  it('stops and replaces the broker of a parent that was killed, and leaves others alone', async () => {
    const child = spawn(
      process.execPath,
      [
        ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
        ...['--import', inTest('../../../../test/support/typescript.hook.mjs')],
        inTest('./kafka-left-behind.fixture.ts'),
        directory,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
    );
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const orphan = Number(line);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await startTimeOf(orphan)).toBeDefined();
    process.kill(orphan, 'SIGSTOP'); // one that is frozen is stopped as well

    const broker = kafka();
    await broker.start();
    expect(broker.pid).not.toBe(orphan);
    expect(await startTimeOf(orphan)).toBeUndefined();

    // The pid file of a broker long gone names a process that merely has its pid.
    await broker.stop();
    await writeFile(broker.files.pid, `${process.pid} ${(await startTimeOf(process.pid)) ?? ''}\n`);
    expect(await findBroker(broker.files)).toBeUndefined();
    expect(await EmbeddedKafka.stopLeftBehind(directory)).toBe(false);
  });

  it('refuses a directory that holds other files, and leaves them alone', async () => {
    await writeFile(join(directory, 'thesis.txt'), 'mine');
    await expect(kafka().start()).rejects.toThrow(/thesis\.txt.*choose an empty data directory/);
    expect(await readFile(join(directory, 'thesis.txt'), 'utf8')).toBe('mine');
    await rm(join(directory, 'thesis.txt'));
  });

  it('tells in one sentence why it cannot start', async () => {
    const refused = kafka({ settings: { 'log.retention.hours': 'many' } }).start();
    await expect(refused).rejects.toThrow(/^The broker in .* could not be started: .*many/);
  });
});

describe("Kafka's jars", () => {
  let place: string;

  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'whereabouts-jars-'));
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  /** A Maven that writes what is asked for, slowly, and counts. */
  async function env(script: string): Promise<NodeJS.ProcessEnv> {
    await mkdir(join(place, 'bin'));
    await writeFile(join(place, 'bin', 'mvn'), `#!/bin/sh\n${script}\n`);
    await chmod(join(place, 'bin', 'mvn'), 0o755);
    return {
      ...process.env,
      PATH: `${join(place, 'bin')}:${process.env['PATH'] ?? ''}`,
      XDG_CACHE_HOME: place,
    };
  }
  const writesJars = `for a in "$@"; do case $a in -DoutputDirectory=*) out=\${a#*=};; esac; done
    mkdir -p "$out"; sleep 0.2; echo x >> "$XDG_CACHE_HOME"/calls
    for jar in kafka_2.13-4.1.1 slf4j-simple-1.7.36; do echo jar > "$out/$jar.jar"; done`;

  it('are fetched once, and processes that start at the same time do not disturb each other', async () => {
    const machine = await env(writesJars);
    const directories = await Promise.all([
      kafkaJars({}, machine),
      kafkaJars({}, machine),
      kafkaJars({}, machine),
    ]);
    expect(new Set(directories)).toEqual(new Set([kafkaCacheDirectory(machine)]));
    expect((await readdir(kafkaCacheDirectory(machine))).sort()).toEqual([
      'kafka_2.13-4.1.1.jar',
      'slf4j-simple-1.7.36.jar',
    ]);
    await kafkaJars({ onDownload: () => expect('a download').toBe('unnecessary') }, machine);
    expect(await readdir(join(kafkaCacheDirectory(machine), '..'))).toEqual(['kafka-4.1.1']);
  });

  it('are fetched again where half of them were left', async () => {
    const machine = await env(writesJars);
    await mkdir(kafkaCacheDirectory(machine), { recursive: true });
    await writeFile(join(kafkaCacheDirectory(machine), 'kafka_2.13-4.1.1.jar'), 'half');
    await kafkaJars({}, machine);
    expect(await readFile(join(kafkaCacheDirectory(machine), 'kafka_2.13-4.1.1.jar'), 'utf8')).toBe('jar\n');
  });

  it('that cannot be fetched are a sentence with the reason, and leave nothing behind', async () => {
    const machine = await env('echo "[ERROR] Unknown host"; exit 1');
    await expect(kafkaJars({}, machine)).rejects.toThrow(
      /could not be fetched with Maven \(Unknown host\): is the network/,
    );
    expect(await readdir(join(kafkaCacheDirectory(machine), '..'))).toEqual([]);
  });
});

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 1_000 });
    const end = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
