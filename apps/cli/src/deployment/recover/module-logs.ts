import type { ComparedModule, RecoverReport, ServiceConfiguration, SettledModule } from '@platform/profile';
import { DeploymentError } from '../deployment-error.js';
import { runTablesProgram } from '../tables-program.js';

export interface LogsTask {
  /** Of all modules of the deployment. */
  readonly configuration: ServiceConfiguration;
  readonly modules: readonly string[];
  readonly tell: (text: string) => void;
  readonly signal: AbortSignal;
}

/** What is done to the logs of modules that were restored, while their services do not run, by the modules' own code. */
export interface ModuleLogs {
  /** Compares those of `modules`, or all that come from a dump, with what others know of them, and changes nothing. */
  compare(task: LogsTask): Promise<readonly ComparedModule[]>;
  /** Has those of `modules` written again, with what is archived of them or without. */
  settle(task: LogsTask): Promise<readonly SettledModule[]>;
}

export class LogsProgram implements ModuleLogs {
  constructor(private readonly entry: string) {}

  async compare(task: LogsTask): Promise<readonly ComparedModule[]> {
    const report = await this.#run('compare-logs', task);
    return report?.type === 'compared' ? report.modules : [];
  }

  async settle(task: LogsTask): Promise<readonly SettledModule[]> {
    const report = await this.#run('settle-logs', task);
    return report?.type === 'settled' ? report.modules : [];
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
