import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brokerSource } from './broker-source.js';

describe('brokerSource', () => {
  let bin: string;

  beforeEach(async () => {
    bin = await mkdtemp(join(tmpdir(), 'whereabouts-path-'));
    await symlink('/bin/sh', join(bin, 'sh'));
  });
  afterEach(() => rm(bin, { recursive: true, force: true }));

  /** A machine that has these programs and no others, and no Kafka in its cache. */
  async function machine(
    programs: Record<string, string>,
    more: NodeJS.ProcessEnv = {},
  ): Promise<NodeJS.ProcessEnv> {
    for (const [name, script] of Object.entries(programs)) {
      await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, name), 0o755);
    }
    return { PATH: bin, XDG_CACHE_HOME: bin, ...more };
  }
  const java = (version: string) => `echo 'openjdk version "${version}" 2025-04-15' >&2`;
  const docker = { docker: 'echo 29.0.1' };
  const maven = { mvn: 'exit 0' };

  it('takes the brokers that are named first, whatever else there is', async () => {
    const env = await machine(
      { ...docker, ...maven, java: java('17.0.15') },
      { KAFKA_BROKERS: 'a:9092, [::1]:9093' },
    );
    expect(await brokerSource(env)).toEqual({ kind: 'external', brokers: ['a:9092', '[::1]:9093'] });
  });

  it('refuses what is no broker in one sentence', async () => {
    const env = await machine(docker, { KAFKA_BROKERS: 'kafka://a:9092' });
    await expect(brokerSource(env)).rejects.toThrow(
      /^KAFKA_BROKERS names "kafka:\/\/a:9092", which is not host:port/,
    );
  });

  it('takes Docker when its engine answers, and not when only the program is there', async () => {
    const programs = { ...maven, java: java('21') };
    expect(await brokerSource(await machine({ ...programs, ...docker }))).toEqual({ kind: 'docker' });
    const asleep = { docker: 'echo "Cannot connect to the Docker daemon" >&2; exit 1' };
    expect(await brokerSource(await machine({ ...programs, ...asleep }))).toEqual({ kind: 'embedded' });
  });

  it.each([
    ['nothing', {}],
    ['a Java that is too old', { ...maven, java: java('11.0.2') }],
    ['a Java of another age', { ...maven, java: java('1.8.0_392') }],
    ['Java without Maven', { java: java('17') }],
    ['Maven without Java', maven],
  ])('names the three ways when there is %s', async (_what, programs) => {
    await expect(brokerSource(await machine(programs))).rejects.toThrow(
      /^This needs Kafka: set KAFKA_BROKERS .*Docker engine, or install Java 17 or newer with Maven\.$/,
    );
  });
});
