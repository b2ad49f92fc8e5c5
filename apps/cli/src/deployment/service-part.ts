import { serviceConfigurationVariable, type ServiceConfiguration } from '@platform/profile';
import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';

export interface ServicePartOptions {
  readonly name: string;
  readonly replica: number;
  readonly port: number;
  readonly entry: string;
  readonly directory: DataDirectory;
  /** All but the port, which is the service's own. */
  readonly configuration: () => Omit<ServiceConfiguration, 'port'>;
}

/** One replica of a service. It keeps the port of its first start, so that its address holds across restarts. */
export class ServicePart extends ChildPart {
  readonly name: string;
  readonly replica: number;
  readonly logFile: string;
  #url = '';

  constructor({ name, replica, port, entry, directory, configuration }: ServicePartOptions) {
    const logFile = directory.logFile(`${name}-${replica}`);
    let ownPort = port;
    super({
      label: replica === 0 ? `service ${name}` : `service ${name} (replica ${replica})`,
      entry,
      logFile,
      environment: () => ({
        [serviceConfigurationVariable]: JSON.stringify({
          ...configuration(),
          port: ownPort,
        } satisfies ServiceConfiguration),
      }),
      // A first start runs every module's migrations.
      startLimitMs: 120_000,
      // It finishes what it accepted: a checkout waits for its answer 30 s at most.
      stopLimitMs: 35_000,
      ready: (url) => {
        this.#url = url;
        ownPort = Number(new URL(url).port);
      },
    });
    this.name = name;
    this.replica = replica;
    this.logFile = logFile;
  }

  get url(): string {
    return this.#url;
  }
}
