import { exportHistory, judge, Watch } from '@comparison/checkers';
import { chooseFaults, faultsOf, playFault } from '@comparison/faults';
import {
  confine,
  costBetween,
  environmentOf,
  planBudget,
  readUsage,
  restBetween,
  restOf,
} from '@comparison/measure';
import { compareRuns, writeReport } from '@comparison/report';
import type { Deployment } from '@comparison/protocol';
import { LoadGenerator, providerBehaviourOf } from '@comparison/workload';
import { catalogue } from '@marketplace/catalogue';
import { setTimeout as pause } from 'node:timers/promises';
import { StartedDeployment, whereaboutsLauncher } from './deployment/started-deployment.js';
import type { Parts, ToJudge, Watching } from './parts.js';

/** What a comparison is made of. @param command how `whereabouts` is run: a program and its first arguments */
export function realParts(command: readonly string[]): Parts {
  const launcher = whereaboutsLauncher(command);
  return {
    start: (order) => StartedDeployment.start(order, launcher),
    generator: async ({ cpus, ...options }) => {
      const generator = await LoadGenerator.start(options);
      const isConfined = cpus === null || (await confine(generator.pid, cpus));
      return Object.assign(generator, { notes: isConfined ? [] : [notConfined(cpus)] });
    },
    providerBehaviour: (preset, seed) => ({ ...providerBehaviourOf(preset, seed) }),
    watch,
    meter: async (deployment) => {
      const before = await readUsage(deployment);
      return async (completed) => costBetween(before, await readUsage(deployment), completed);
    },
    atRest: async (deployment, seconds) => {
      const before = await readUsage(deployment);
      await pause(seconds * 500);
      const amid = await readUsage(deployment);
      await pause(seconds * 500);
      const after = await readUsage(deployment);
      return restOf([restBetween(before, amid), restBetween(amid, after)], restBetween(before, after));
    },
    environment: environmentOf,
    budget: planBudget,
    faultsOf: (profile) => faultsOf(profile, catalogue),
    ...{ chooseFaults, playFault, compareRuns, writeReport, exportHistory },
  };
}

function notConfined(cpus: string): string {
  return `The load generator could not be confined to its core (${cpus}): it shared those of the deployment, against what is said of the environment.`;
}

async function watch(deployment: Deployment): Promise<Watching> {
  const watching = await Watch.start(deployment);
  let samples: ReturnType<Watch['stop']> | undefined;
  const stop = () => (samples ??= watching.stop());
  return {
    judge: async (what: ToJudge) => judge({ ...what, deployment, samples: await stop() }),
    stop: async () => {
      await stop();
    },
  };
}
