import type { SagaDefinition } from '../definition/saga-definition.js';
import { SagaPlan } from '../definition/saga-plan.js';
import type { SagaRef } from '../participation/asked.js';

/** The definitions of this process, in every version that may still be running. */
export class SagaPlans {
  readonly all: readonly SagaPlan[];

  constructor(definitions: readonly SagaDefinition[]) {
    this.all = definitions.map((definition) => new SagaPlan(definition));
  }

  /** @throws Error when this process has no such version: its build is older than the saga */
  of({ type, version }: Omit<SagaRef, 'id'>): SagaPlan {
    const plan = this.all.find(({ definition }) => definition.type === type && definition.version === version);
    if (plan) return plan;
    throw new Error(`Version ${version} of the saga "${type}" is not known here.`);
  }

  /** The version under which sagas begin now. @throws Error when there is no saga of that type */
  latest(type: string): SagaPlan {
    const [latest] = this.all
      .filter(({ definition }) => definition.type === type)
      .sort((a, b) => b.definition.version - a.definition.version);
    if (latest) return latest;
    throw new Error(`No saga "${type}" is hosted here.`);
  }

  get types(): readonly string[] {
    return [...new Set(this.all.map(({ type }) => type))];
  }
}
