import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  childNodeFlags,
  serviceConfigurationVariable,
  startReport,
  type ServiceConfiguration,
} from '@platform/profile';
import { DeploymentError } from '../deployment-error.js';
import { compileCache } from '../entry-points.js';

/** What is done to the tables of modules while their services do not run, by the modules' own code. */
export interface ModuleTables {
  /** Makes them where they are missing, as the services would. */
  make(configuration: ServiceConfiguration): Promise<void>;
  /** Makes them fit for another server, transport or coordination. Everything must have been delivered. */
  settle(configuration: ServiceConfiguration): Promise<void>;
}

/** Runs `apps/service`'s program for it: this process need not load the modules. */
export class TablesProgram implements ModuleTables {
  constructor(private readonly entry: string) {}

  make(configuration: ServiceConfiguration): Promise<void> {
    return this.#run('make', configuration);
  }

  settle(configuration: ServiceConfiguration): Promise<void> {
    return this.#run('settle', configuration);
  }

  async #run(task: string, configuration: ServiceConfiguration): Promise<void> {
    const child = spawn(process.execPath, [...childNodeFlags, this.entry, task], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {
        NODE_COMPILE_CACHE: compileCache,
        ...process.env,
        [serviceConfigurationVariable]: JSON.stringify(configuration),
      },
    });
    let said = '';
    child.on('message', (message) => {
      const report = startReport.safeParse(message).data;
      if (report?.type === 'failed') said = report.message;
    });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code === 0) return;
    throw new DeploymentError(
      `The tables could not be ${task === 'make' ? 'made' : 'settled'}: ${said || `the program ended with ${String(code)}`}`,
    );
  }
}
