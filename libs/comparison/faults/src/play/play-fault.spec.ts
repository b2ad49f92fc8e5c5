import { describe, expect, it } from '@jest/globals';
import type { Deployment, ProfileFacts, RunFile } from '@comparison/protocol';
import { catalogue } from '@marketplace/catalogue';
import { chooseFaults } from '../catalogue/choose-faults.js';
import { faultsOf } from '../catalogue/faults-of.js';
import { profileOf } from '../descriptions.fixture.js';
import { FaultNotPossible } from '../fault.js';
import { notRun, playFault } from './play-fault.js';
import { defaultSchedule } from './schedule.js';

const profile = profileOf('monolith');
const [killDatabase, cutDatabase, diskFull] = ['kill-database', 'cut-database', 'disk-full'].map(
  (spec) => chooseFaults(spec, faultsOf(profile, catalogue))[0],
);

/** Runs on a database that somebody else started. */
const run: RunFile = {
  ...{ profile: 'monolith', origin: 'http://127.0.0.1:1', gateway: null, broker: null, eventStore: null },
  provider: { url: 'http://127.0.0.1:1', pid: null },
  services: [],
  databases: [{ name: 'marketplace', modules: [], url: 'postgres://127.0.0.1:1/marketplace', pid: null }],
};
const deployment: Deployment = {
  ...{ profile: 'monolith', directory: '/nowhere' },
  run: () => Promise.resolve(run),
  quiet: () => Promise.resolve(0),
};

describe('a fault that cannot be played', () => {
  it.each([
    [killDatabase, /not started by up/],
    [cutDatabase, /not prepared/],
    [diskFull, /not prepared/],
  ])('says so before there is load', async (fault, why) => {
    if (!fault) throw new Error('There is no such fault.');
    let played = false;
    const playing = playFault(fault, {
      ...{ deployment, profile, facts: {} as ProfileFacts, schedule: defaultSchedule },
      play: () => {
        played = true;
        return Promise.reject(new Error('There was load.'));
      },
    });
    const error: unknown = await playing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FaultNotPossible);
    expect((error as Error).message).toMatch(why);
    expect(played).toBe(false);
    expect(notRun(fault, 'why')).toMatchObject({ fault: fault.id, outcome: 'not-run', reason: 'why' });
  });
});
