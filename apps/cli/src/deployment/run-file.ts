import { z } from 'zod';
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
  broker: z.object({ kind: z.string(), url: z.string(), pid }).nullable(),
});
export type RunFile = z.infer<typeof runFile>;

export function readRunFile(directory: DataDirectory): Promise<RunFile | undefined> {
  return readJson(directory.runFile, runFile);
}

export interface RunningParts {
  readonly plan: DeploymentPlan;
  readonly provider: RunFile['provider'];
  /** The first one answers at the public address. */
  readonly services: readonly Omit<RunFile['services'][number], 'modules'>[];
  readonly urlOf: (database: string) => string;
  readonly pidOf: (database: string) => number | null;
}

export function describeRun({ plan, provider, services, urlOf, pidOf }: RunningParts): RunFile {
  return {
    profile: plan.profile,
    origin: services[0]?.url ?? '',
    gateway: null,
    provider,
    services: services.map(({ name, replica, pid, url }) => ({
      ...{ name, replica, pid, url },
      modules: [...(plan.services.find((service) => service.name === name)?.modules ?? [])],
    })),
    databases: plan.databases.map(({ name }) => ({
      ...{ name, url: urlOf(name), pid: pidOf(name) },
      modules: modulesIn(plan, name),
    })),
    broker: null,
  };
}
