import { ChildPart } from './child-part.js';
import type { DataDirectory } from './data-directory.js';

/** The stand-in payment provider, on a port chosen beforehand so that services need not wait for it to start. */
export class ProviderPart extends ChildPart {
  readonly url: string;
  readonly logFile: string;

  constructor(options: { port: number; entry: string; directory: DataDirectory }) {
    const logFile = options.directory.logFile('provider');
    super({
      label: 'payment provider',
      entry: options.entry,
      logFile,
      environment: () => ({ PROVIDER_PORT: String(options.port), PROVIDER_DATA: options.directory.provider }),
      startLimitMs: 30_000,
      stopLimitMs: 10_000,
      ready: () => undefined,
    });
    this.url = `http://127.0.0.1:${options.port}`;
    this.logFile = logFile;
  }
}
