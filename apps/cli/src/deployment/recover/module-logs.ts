import type { ComparedModule, RecoverReport, ServiceConfiguration, SettledModule } from '@platform/profile';
import { DeploymentError } from '../deployment-error.js';
import { runTablesProgram } from '../tables-program.js';

export interface LogsTask {
  /** Of all modules of the deployment. */
  readonly configuration: ServiceConfiguration;
  readonly modules: readonly string[];
  /** A person says that others know no more than the logs. */
  readonly nothingLost: boolean;
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What is done to the logs of modules that were restored, while their services do not run, by the modules' own code. */
export interface ModuleLogs {
  /** Compares `modules`, and all that come from a dump, with what others know of them, and changes nothing. */
  compare(task: LogsTask): Promise<readonly ComparedModule[]>;
  /** Has those of `modules` written again, with what is archived of them or without. */
  settle(task: LogsTask): Promise<readonly SettledModule[]>;
}

export class LogsProgram implements ModuleLogs {
  constructor(private readonly entry: string) {}

  async compare(task: LogsTask): Promise<readonly ComparedModule[]> {
    const report = await this.#run('compare-logs', task);
    if (report?.type !== 'compared') throw nothingTold();
    return report.modules;
  }

  async settle(task: LogsTask): Promise<readonly SettledModule[]> {
    const modules = [...(task.nothingLost ? ['--nothing-lost'] : []), ...task.modules];
    const report = await this.#run('settle-logs', { ...task, modules });
    if (report?.type !== 'settled') throw nothingTold();
    return report.modules;
  }

  async #run(
    name: string,
    { configuration, modules, tell, signal }: LogsTask,
  ): Promise<RecoverReport | undefined> {
    let result: RecoverReport | undefined;
    const onReport = (report: RecoverReport): void => {
      if (report.type === 'progress') tell(report.text);
      else result = report;
    };
    const failure = await runTablesProgram(this.entry, { name, configuration, modules, onReport, signal });
    if (failure !== undefined) throw new DeploymentError(failure);
    return result;
  }
}

/** Nobody may take it for there being nothing. */
function nothingTold(): DeploymentError {
  return new DeploymentError('The program that works on the logs ended without telling what it found.');
}
