import type { ServiceConfiguration } from '@platform/profile';
import { DeploymentError } from '../deployment-error.js';
import { runTablesProgram } from '../tables-program.js';

/** What is done to the tables of modules while their services do not run, by the modules' own code. */
export interface ModuleTables {
  /** Makes them where they are missing, as the services would. */
  make(configuration: ServiceConfiguration): Promise<void>;
  /** Makes them fit for another server, transport or coordination. Everything must have been delivered. */
  settle(configuration: ServiceConfiguration): Promise<void>;
}

export class TablesProgram implements ModuleTables {
  constructor(private readonly entry: string) {}

  make(configuration: ServiceConfiguration): Promise<void> {
    return this.#run('make', configuration);
  }

  settle(configuration: ServiceConfiguration): Promise<void> {
    return this.#run('settle', configuration);
  }

  async #run(name: 'make' | 'settle', configuration: ServiceConfiguration): Promise<void> {
    const failure = await runTablesProgram(this.entry, { name, configuration });
    if (failure === undefined) return;
    throw new DeploymentError(`The tables could not be ${name === 'make' ? 'made' : 'settled'}: ${failure}`);
  }
}
