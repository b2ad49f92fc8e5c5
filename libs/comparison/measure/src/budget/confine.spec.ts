import { afterEach, describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { ChildFixture } from '../processes/child-process.fixture.js';
import { confinableCpus } from './allowed-cpus.js';
import { confine } from './confine.js';

describe('confining a process', () => {
  let child: ChildFixture | undefined;
  afterEach(() => child?.stop());
  const allowed = async (path: string) =>
    /^Cpus_allowed_list:\s+(\S+)$/m.exec(await readFile(`/proc/${path}/status`, 'utf8'))?.[1];
  const possible = confinableCpus();
  const where = possible ? it : it.skip;

  where('keeps it, its threads and what it starts afterwards to the CPUs given', async () => {
    child = await ChildFixture.start(
      `import { spawn } from 'node:child_process';
       import { readFileSync } from 'node:fs';
       process.on('message', () => {
         const grandchild = spawn('sleep', ['60']);
         grandchild.once('spawn', () => {
           process.send(readFileSync('/proc/' + grandchild.pid + '/status', 'utf8'));
           grandchild.kill();
         });
       });
       process.send(0);`,
    );
    const only = String(possible?.at(-1));
    expect(await confine(child.pid, only)).toBe(true);
    expect(await allowed(String(child.pid))).toBe(only);
    expect(await child.ask()).toContain(`Cpus_allowed_list:\t${only}\n`);
  });

  it('says that it could not where there is no such CPU or process', async () => {
    child = await ChildFixture.start('process.send(0)');
    expect(await confine(child.pid, '1023')).toBe(false);
    const { pid } = child;
    await child.stop();
    expect(await confine(pid, '0')).toBe(false);
  });
});
