import type { ComparedModule, StreamBeyondLog } from '@platform/profile';
import type { Broker, Brokers } from '../../../deployment/broker/brokers.js';
import type { DeploymentPlan } from '../../../deployment/deployment-plan.js';
import type { LogsTask, ModuleLogs } from '../../../deployment/recover/module-logs.js';

const modules = ['cart', 'stock', 'order'];
export const entries = { service: '', tables: '', gateway: '', provider: '', eventStore: '' };
export const STREAM = 'stock-01890a5d-ac96-774b-bcce-b302099a8057';

export const plan: DeploymentPlan = {
  profile: 'apart',
  services: modules.map((module) => ({ name: module, replicas: 1, modules: [module] })),
  databases: modules.map((name) => ({ name, url: `postgres://127.0.0.1:9/${name}` })),
  placement: modules.map((module) => ({
    ...{ module, database: module, schema: module },
    persistence: module === 'order' ? 'events' : 'state',
  })),
  ...{ eventStore: null, transport: 'kafka', coordination: 'orchestration' },
  ...{ topics: { partitions: 4, replication: 1 }, pool: { max: 10 } },
};

export const broker: Broker = {
  ...{ kind: 'broker', brokerKind: 'external', label: 'broker', pid: null, brokers: ['127.0.0.1:9'] },
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};
export const brokers: Brokers = {
  find: () => Promise.resolve(broker),
  again: () => broker,
  stopLeftBehind: () => Promise.resolve(false),
};

export const stream = (streamId: string, from: number, to: number): StreamBeyondLog => ({
  ...{ streamId, from, to, events: to - from + 1 },
  ...{ first: '2026-03-01T10:00:00.000Z', last: '2026-03-01T11:30:15.250Z' },
});
export const compared = (module: string, changes: Partial<ComparedModule> = {}): ComparedModule => ({
  ...{
    module,
    returns: 'nothing',
    keepsSagas: false,
    restoredAt: '2026-03-02T08:00:00.000Z',
    settledAt: null,
  },
  ...{ comparedWith: 'archive', looked: 20, beyond: [], differing: [], lacking: [], ...changes },
});

/** Logs as they were found, which are settled when they are asked to be; notes what it is asked. */
export class FakeLogs implements ModuleLogs {
  found: ComparedModule[] = [];
  readonly settled: string[][] = [];
  /** Ends in the midst of what it was asked, after that was done, as a process that is killed. */
  isKilled = false;
  readonly wanted: string[][] = [];

  compare({ modules: wanted, tell }: LogsTask): Promise<readonly ComparedModule[]> {
    this.wanted.push([...wanted]);
    tell('stock: 10000 archived events compared');
    const isDue = ({ restoredAt, settledAt }: ComparedModule) => restoredAt !== null && settledAt === null;
    return Promise.resolve(this.found.filter((each) => isDue(each) || wanted.includes(each.module)));
  }

  settle({ modules: due }: LogsTask) {
    this.settled.push([...due]);
    const events = (module: string) =>
      this.found.find((each) => each.module === module)?.returns === 'nothing' ? 0 : 3;
    const settled = due.map((module) => ({ module, events: events(module), streams: 1 }));
    const at = '2026-03-02T09:00:00.000Z';
    this.found = this.found.map((each) =>
      due.includes(each.module)
        ? { ...each, beyond: [], restoredAt: each.restoredAt ?? at, settledAt: at }
        : each,
    );
    return this.isKilled ? Promise.reject(new Error('killed')) : Promise.resolve(settled);
  }
}
