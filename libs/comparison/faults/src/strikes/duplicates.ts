import { partName, type Part } from '@platform/profile';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultNotPossible } from '../fault.js';
import { unharmed } from '../look/expect-outage.js';
import type { PlayableFault, StrikeScene } from './strike.js';

/** How long consumers may take to be through with the second copies. */
const TAKEN_MS = 30_000;

/** Every message between modules comes to everyone who reads it twice. */
export function duplicateDeliveries(broker: Part): PlayableFault {
  return {
    ...{ id: 'duplicate-deliveries', kind: 'duplicate', part: partName(broker), group: 'basic', of: broker },
    title: 'every message between modules is delivered twice',
    ready: async ({ deployment, seat }: StrikeScene) => {
      const { broker: running } = await seat.run();
      if (!running) throw new FaultNotPossible('There is no broker that could deliver twice.');
      // What it needs is much to load, and nobody else needs it.
      const { Republisher } = await import('./republisher.js');
      const republisher = await Republisher.open(running.url, await deploymentId(deployment.directory));
      return {
        expected: {
          ...unharmed,
          proof: {
            says: 'each comes twice, and changes nothing the second time',
            agrees: (observed) => /^[1-9]\d* came twice/.test(observed) && !observed.includes('not taken'),
          },
        },
        ...{ standStill: [], unavailable: [] },
        begin: () => {
          republisher.on();
          return Promise.resolve(() => {
            republisher.off();
            return Promise.resolve([]);
          });
        },
        proof: async () => {
          const { consumers, deliveries, missing } = await republisher.taken(TAKEN_MS);
          const taken = `${republisher.published} came twice: ${deliveries} second deliveries to ${consumers} consumers`;
          return missing === 0 ? taken : `${taken}, ${missing} not taken`;
        },
        close: () => republisher.close(),
      };
    },
  };
}

/** Of a data directory: its topics and groups begin with it, as deployments may share a broker. */
async function deploymentId(directory: string): Promise<string> {
  const placement = JSON.parse(await readFile(join(directory, 'placement.json'), 'utf8')) as {
    deploymentId: string;
  };
  return placement.deploymentId;
}
