import { describe, expect, test } from '@jest/globals';
import { catalogue } from '@marketplace/catalogue';
import { loadProfile } from '@platform/profile';
import { join } from 'node:path';
import { parse } from 'yaml';
import { renderCompose } from '../../apps/cli/src/commands/profile/compose/render-compose.js';
import { expectUpToDate } from './support/generated-document.js';
import { read, repository } from './support/repository.js';

const hybrid = loadProfile('hybrid', { catalogue, env: {}, directory: join(repository, 'profiles') });

describe('docker-compose.yml', () => {
  test('is the profile hybrid in containers, with what `up` may use (npm run docs writes it anew)', () => {
    expectUpToDate('docker-compose.yml', renderCompose(hybrid, { forUp: true }));
  });

  test('builds from what the Dockerfile knows', () => {
    const { services } = parse(read('docker-compose.yml')) as {
      services: Record<string, { build?: { args: { APP: string } } }>;
    };
    const apps = new Set(Object.values(services).flatMap(({ build }) => build?.args.APP ?? []));
    expect([...apps].sort()).toEqual(['gateway', 'payment-provider', 'service']);
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  test('runs as nobody special, says when it is ready, and with the flags of `up`', async () => {
    const { childNodeFlags } = await import('@platform/profile');
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\\\n.*\/health\/ready/m);
    const [, command = '[]'] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
    expect(JSON.parse(command)).toEqual(['node', ...childNodeFlags, 'dist/main.js']);
  });

  test('is of the Node.js that everything else runs on', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: { node: string } };
    const [major] = dependencies.node.split('.');
    expect([...dockerfile.matchAll(/^FROM node:(\d+)/gm)].map(([, version]) => version)).toEqual([
      major,
      major,
    ]);
  });
});
