import type { Address } from './addresses.js';
import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';

/** The stand-in payment provider. */
export class ProviderPart extends ChildPart {
  constructor({ port }: Address, entry: string, directory: DataDirectory) {
    super({
      ...{ kind: 'provider', label: 'payment provider', entry },
      logFile: directory.logFile('provider'),
      environment: { PROVIDER_PORT: String(port), PROVIDER_DATA: directory.provider },
      startLimitMs: 30_000,
      stopLimitMs: 10_000,
    });
  }
}
