import { z } from 'zod';
import type { Addresses } from './addresses.js';
import { brokerKinds, type Broker } from './broker/brokers.js';
import type { DataDirectory } from './data-directory.js';
import { modulesIn, type DeploymentPlan } from './deployment-plan.js';
import { readJson } from './json-file.js';

const pid = z.int().positive().nullable();

/** `run.json`: what runs and where, for people and scripts. Parts that are not ours have no pid. */
export const runFile = z.object({
  profile: z.string(),
  origin: z.string(),
  gateway: z.object({ url: z.string(), pid }).nullable(),
  provider: z.object({ url: z.string(), pid }),
  services: z.array(
    z.object({ name: z.string(), replica: z.number(), pid, url: z.string(), modules: z.array(z.string()) }),
  ),
  databases: z.array(z.object({ name: z.string(), url: z.string(), pid, modules: z.array(z.string()) })),
  eventStore: z.object({ url: z.string(), pid }).nullable().default(null),
  broker: z.object({ kind: z.enum(brokerKinds), url: z.string(), pid }).nullable(),
});
export type RunFile = z.infer<typeof runFile>;

export function readRunFile(directory: DataDirectory): Promise<RunFile | undefined> {
  return readJson(directory.runFile, runFile);
}

export interface RunningParts {
  readonly plan: DeploymentPlan;
  readonly addresses: Addresses;
  readonly provider: RunFile['provider'];
  readonly broker: Broker | undefined;
  readonly gatewayPid: number | null;
  readonly eventStorePid: number | null;
  readonly servicePid: (service: string, replica: number) => number | null;
  readonly urlOf: (database: string) => string;
  readonly databasePid: (database: string) => number | null;
}

export function describeRun({ plan, addresses, provider, broker, ...parts }: RunningParts): RunFile {
  return {
    profile: plan.profile,
    origin: addresses.origin.url,
    gateway: addresses.gateway ? { url: addresses.gateway.url, pid: parts.gatewayPid } : null,
    provider,
    services: addresses.services.flatMap(({ name, modules, replicas }) =>
      replicas.map(({ url }, replica) => ({
        ...{ name, replica, pid: parts.servicePid(name, replica), url, modules: [...modules] },
      })),
    ),
    databases: plan.databases.map(({ name }) => ({
      ...{ name, url: parts.urlOf(name), pid: parts.databasePid(name) },
      modules: modulesIn(plan, name),
    })),
    eventStore: addresses.eventStore ? { url: addresses.eventStore.url, pid: parts.eventStorePid } : null,
    broker: broker ? { kind: broker.brokerKind, url: broker.brokers[0] ?? '', pid: broker.pid } : null,
  };
}
