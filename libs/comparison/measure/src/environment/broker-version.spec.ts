import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaVersionOf } from './broker-version.js';

describe('the version of a Kafka that runs here', () => {
  let child: ChildProcess | undefined;
  let directory: string;
  afterEach(async () => {
    child?.kill('SIGKILL');
    await rm(directory, { recursive: true, force: true });
  });

  /** What matters of it is its command line. */
  const started = async (...jars: string[]): Promise<number> => {
    directory = await mkdtemp(join(tmpdir(), 'measure-'));
    for (const jar of jars) await writeFile(join(directory, jar), '');
    const script = 'console.log(1); process.stdin.resume()';
    child = spawn(process.execPath, ['--eval', script, '--', '-cp', join(directory, '*'), 'kafka.Kafka']);
    if (child.stdout) await once(child.stdout, 'data');
    return child.pid ?? 0;
  };

  it('is in the name of its jar', async () => {
    const pid = await started('kafka-clients-4.0.0.jar', 'kafka_2.13-4.1.1.jar', 'slf4j-simple-1.7.36.jar');
    expect(kafkaVersionOf(pid)).toBe('4.1.1');
  });

  it('is not known of something else', async () => {
    expect(kafkaVersionOf(await started('other-1.0.jar'))).toBeUndefined();
    expect(kafkaVersionOf(process.pid)).toBeUndefined();
  });
});
