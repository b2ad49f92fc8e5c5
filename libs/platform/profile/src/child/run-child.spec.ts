import { afterEach, describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

// The sources run as they are, so the process is never an older build.
const command = [
  ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
  ...['--import', join(import.meta.dirname, '../../../../../test/support/typescript.hook.mjs')],
  join(import.meta.dirname, 'child.fixture.ts'),
];

const outputOf = (stream: Readable | null) => text(stream ?? Readable.from([]));

describe('a part that runs as a child', () => {
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  function launch(environment: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, command, {
      env: { ...process.env, NODE_OPTIONS: '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.push(child);
    return child;
  }

  const ends: [string, (child: ChildProcess) => unknown][] = [
    ['SIGTERM', (child) => child.kill('SIGTERM')],
    ['SIGINT', (child) => child.kill('SIGINT')],
    ['the end of its parent', (child) => child.disconnect()],
  ];

  describe.each(ends)('on %s while it starts', (_what, end) => {
    it.each([
      ['ends with its start', 'until told to end', 'starting told to end '],
      ['closes what started nevertheless', 'in spite of it', 'starting told to end closed'],
    ])('%s, with code 0, and reports nothing', async (_how, STARTS, says) => {
      const child = launch({ STARTS });
      const reports: unknown[] = [];
      child.on('message', (report) => reports.push(report));
      const [said, exit] = [outputOf(child.stdout), once(child, 'exit')];
      if (child.stdout) await once(child.stdout, 'data');
      end(child);
      expect([await exit, await said, reports]).toEqual([[0, null], says, []]);
    });
  });

  it.each(ends)('reports where it is, and on %s closes and ends with code 0', async (_what, end) => {
    const child = launch();
    const [report] = (await once(child, 'message')) as [unknown];
    expect(report).toEqual({ type: 'ready', url: 'http://127.0.0.1:1' });
    const [said, exit] = [outputOf(child.stdout), once(child, 'exit')];
    end(child);
    expect([await exit, await said]).toEqual([[0, null], 'closed']);
  });

  it('closes and ends with code 1 when it cannot go on as it is, and says why', async () => {
    const child = launch({ BREAKS: 'The ground has gone.' });
    const [exit, closed, said] = [once(child, 'exit'), outputOf(child.stdout), outputOf(child.stderr)];
    expect((await once(child, 'message'))[0]).toEqual({ type: 'ready', url: 'http://127.0.0.1:1' });
    expect([await exit, await closed, await said]).toEqual([[1, null], 'closed', 'The ground has gone.\n']);
  });

  it('reports why it cannot start, and ends with code 1', async () => {
    const child = launch({ FAILS: '1' });
    const [exit, said] = [once(child, 'exit'), outputOf(child.stderr)];
    expect((await once(child, 'message'))[0]).toEqual({ type: 'failed', message: 'There is no room.' });
    expect([await exit, await said]).toEqual([[1, null], 'There is no room.\n']);
  });
});
