import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DockerBroker } from './docker-broker.js';

describe('the broker of docker-compose.yml', () => {
  let directory: string;

  /** A `docker` that notes what it is asked and has the given things running. */
  const withDocker = async (running: string, ends = 0) => {
    const script = `#!/bin/sh
echo "$@" >> ${join(directory, 'asked')}
case "$*" in *" ps "*) echo "${running}";; esac
echo "first line" >&2; echo "no space left" >&2
exit ${ends}
`;
    await writeFile(join(directory, 'docker'), script);
    await chmod(join(directory, 'docker'), 0o755);
    return new DockerBroker('/compose.yml', join(directory, 'docker'));
  };
  const asked = async () => (await readFile(join(directory, 'asked'), 'utf8')).trim().split('\n');

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'whereabouts-docker-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('is started when it does not run, and stopped again', async () => {
    const broker = await withDocker('');
    await broker.start();
    await broker.stop();
    await broker.stop();
    expect(await asked()).toEqual([
      'compose --file /compose.yml ps --quiet --status running kafka',
      'compose --file /compose.yml up --detach --wait kafka',
      'compose --file /compose.yml stop kafka',
    ]);
  });

  it('runs on when it ran before', async () => {
    const broker = await withDocker('4711');
    await broker.start();
    await broker.stop();
    expect((await asked()).at(-1)).toContain(' up ');
    expect(broker).toMatchObject({ brokers: ['127.0.0.1:9092'], pid: null });
  });

  it('says in one sentence what Docker said', async () => {
    const broker = await withDocker('', 1);
    await expect(broker.start()).rejects.toThrow(
      /^Docker could not run the broker of docker-compose\.yml \(no space left\): .*KAFKA_BROKERS\.$/,
    );
  });
});
