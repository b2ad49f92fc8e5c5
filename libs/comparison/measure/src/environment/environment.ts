import type { Deployment, Environment } from '@comparison/protocol';
import type { Budget } from '../budget/plan-budget.js';
import { brokerInForce } from './broker-settings.js';
import { machine } from './machine.js';
import { versions } from './packages.js';
import { postgresInForce } from './postgres-settings.js';

/**
 * On what a deployment runs, and what was in force in it: read from the machine, the servers, the broker and the installed packages. A
 * deployment without a broker has none in its environment.
 * @throws Error when one of its databases or its broker does not answer
 */
export async function environmentOf(deployment: Deployment, budget: Budget): Promise<Environment> {
  const { databases, broker } = await deployment.run();
  const [postgres, itsBroker] = await Promise.all([
    postgresInForce(databases),
    broker && brokerInForce(broker),
  ]);
  return {
    ...machine(),
    postgres: postgres.version,
    broker: itsBroker?.description ?? null,
    ...versions(),
    durability: { ...postgres.durability, ...itsBroker?.durability },
    budget: { cpus: budget.cpus, connections: budget.connections },
  };
}
