import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunFile } from '@comparison/protocol';
import { burn, ChildFixture } from './child-process.fixture.js';
import { cpuSecondsBetween, memoryMb, readProcesses, wireBytesBetween } from './process-use.js';
import { familySeconds, processorSeconds } from './processor-time.js';

const NOTHING: RunFile = {
  ...{
    profile: 'any',
    origin: '',
    gateway: null,
    services: [],
    databases: [],
    eventStore: null,
    broker: null,
  },
  provider: { url: '', pid: null },
};
const hosting = (...pids: (number | null)[]): RunFile => ({
  ...NOTHING,
  services: pids.map((pid, replica) => ({ name: 'any', replica, url: '', pid, modules: [] })),
});

describe('what processes use', () => {
  const children: ChildFixture[] = [];
  const start = async (...given: Parameters<typeof ChildFixture.start>): Promise<ChildFixture> => {
    const child = await ChildFixture.start(...given);
    children.push(child);
    return child;
  };
  afterEach(async () => {
    for (const child of children.splice(0)) await child.stop();
  });

  it('counts the processor time of a process', async () => {
    const child = await start(
      `process.on('message', () => { ${burn(0.5)} process.send(used); }); process.send(0);`,
    );
    const before = readProcesses(hosting(child.pid));
    const atStart = processorSeconds(child.pid) ?? Number.NaN;
    const used = Number(await child.ask());
    const counted = cpuSecondsBetween(before, readProcesses(hosting(child.pid)), 'services') ?? Number.NaN;
    expect(counted).toBeGreaterThan(0.5 - atStart - 0.05);
    expect(counted).toBeLessThan(used + 0.5);
  });

  it('counts what its children used, living or ended', async () => {
    const child = await start(
      `import { spawn, spawnSync } from 'node:child_process';
       const node = (script) => [process.execPath, ['--eval', script]];
       spawnSync(...node(${JSON.stringify(burn(0.4))}));
       const living = spawn(...node(${JSON.stringify(`${burn(0.3)} console.log(used); process.stdin.resume()`)}));
       living.stdout.once('data', () => process.send(0));
       process.on('message', () => { living.once('exit', () => process.send(1)); living.kill(); });`,
    );
    const whileItLives = familySeconds(child.pid) ?? Number.NaN;
    expect(whileItLives).toBeGreaterThan(0.65);
    expect(processorSeconds(child.pid)).toBeLessThan(whileItLives - 0.6);
    await child.ask();
    expect(familySeconds(child.pid)).toBeGreaterThanOrEqual(whileItLives);
  });

  it('does not tell a difference when a process has ended since, as its last figures are lost', async () => {
    const [ended, stays] = [await start('process.send(0)'), await start('process.send(0)')];
    const before = readProcesses(hosting(ended.pid, stays.pid));
    await ended.stop();
    const successor = await start('process.send(0)');
    const after = readProcesses(hosting(successor.pid, stays.pid));
    expect(cpuSecondsBetween(before, after, 'services')).toBeNull();
    expect(wireBytesBetween(before, after)).toBeNull();
    expect(memoryMb(after)).toBeGreaterThan(20);
  });

  it('counts all of a process that was started since', async () => {
    const stays = await start('process.send(0)');
    const before = readProcesses(hosting(stays.pid));
    const added = await start(`${burn(0.3)} process.send(0)`);
    const after = readProcesses(hosting(stays.pid, added.pid));
    expect(cpuSecondsBetween(before, after, 'services')).toBeGreaterThan(0.28);
  });

  it('tells nothing of a part that runs elsewhere, and 0 of one that there is not', async () => {
    const child = await start('process.send(0)');
    const use = readProcesses(hosting(child.pid, null));
    expect(cpuSecondsBetween(use, use, 'services')).toBeNull();
    expect(cpuSecondsBetween(use, use, 'provider')).toBeNull();
    expect(cpuSecondsBetween(use, use, 'gateway')).toBe(0);
    expect(memoryMb(use)).toBeNull();
  });

  it('counts bytes that passed through sockets, and not what was logged', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'measure-'));
    const log = await open(join(directory, 'log'), 'a');
    try {
      const child = await start(
        `import { connect, createServer } from 'node:net';
         import { once } from 'node:events';
         const server = createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
         await once(server, 'listening');
         process.on('message', async () => {
           console.log('x'.repeat(2_000_000));
           const client = connect(server.address().port, '127.0.0.1');
           let left = 1_000_000;
           client.on('data', (bytes) => { left -= bytes.length; if (left === 0) { client.destroy(); process.send(1); } });
           client.write(Buffer.alloc(left));
         });
         process.send(0);`,
        log.fd,
      );
      const before = readProcesses(hosting(child.pid));
      await child.ask();
      const bytes = wireBytesBetween(before, readProcesses(hosting(child.pid))) ?? Number.NaN;
      // Both ends are in this process: each byte is written and read on its way there, and again on its way back.
      expect(bytes).toBeGreaterThanOrEqual(4_000_000);
      expect(bytes).toBeLessThan(4_200_000);
    } finally {
      await log.close();
      await rm(directory, { recursive: true });
    }
  });
});
