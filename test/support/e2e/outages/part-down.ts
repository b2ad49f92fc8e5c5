import { isOurs as isOursIn, takeDown as takeDownIn } from '@comparison/faults';
import type { Part } from '@platform/profile';
import type { OwnMarketplace } from '../marketplace.js';

/** Whether `up` started it: what it did not start is not its to lose. */
export async function isOurs(at: OwnMarketplace, part: Part): Promise<boolean> {
  return isOursIn(part, await at.run());
}

/**
 * Kills a part that `up` started, and has it stay dead.
 *
 * @returns has it started again, and resolves when everything serves. What did not die itself works on: it never has to be
 * started again to be well
 */
export async function takeDown(at: OwnMarketplace, part: Part): Promise<() => Promise<void>> {
  const heal = await takeDownIn(
    {
      directory: at.data,
      run: at.run,
      isReady: async () => (await at.client.send('GET', '/health/ready')).status === 200,
    },
    part,
  );
  return async () => {
    const gone = await heal();
    if (gone.length > 0) throw new Error(`The outage took others with it: ${gone.join(', ')}`);
  };
}
