import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@platform/embedded/testing';
import { loadProfile } from '@platform/profile';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../deployment/free-port.js';
import { profileOptions } from '../../../profile-options.js';
import { composeFile } from './render-compose.js';

const main = fileURLToPath(new URL('../../../../../service/dist/main.js', import.meta.url));

/** The app as its container would start it: no launcher, no IPC, configuration and password from the environment. */
describe('a rendered service', () => {
  let database: TestDatabase;
  let child: ChildProcess;
  let output = '';
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    child.kill('SIGKILL');
    await database.drop();
  });

  it('starts without a launcher, is ready, and ends in order on SIGTERM', async () => {
    const { services } = composeFile(loadProfile('monolith', profileOptions), { forUp: false });
    const [address, port] = [new URL(database.url), await freePort()];
    const configuration = String(services['service-marketplace-0']?.environment['WHEREABOUTS_SERVICE'])
      .replace(
        'whereabouts@database-marketplace:5432/whereabouts',
        `${address.username}@${address.host}${address.pathname}`,
      )
      .replace('"port": 3000', `"port": ${port}`)
      .replace('0.0.0.0', '127.0.0.1');
    child = spawn(process.execPath, [main], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PGPASSWORD: decodeURIComponent(address.password), WHEREABOUTS_SERVICE: configuration },
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (output += text));

    await ready(`http://127.0.0.1:${port}/health/ready`);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  async function ready(url: string): Promise<void> {
    const until = Date.now() + 40_000;
    while (Date.now() < until) {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output}`);
      const answer = await fetch(url).catch(() => undefined);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`It did not get ready:\n${output}`);
  }
});
