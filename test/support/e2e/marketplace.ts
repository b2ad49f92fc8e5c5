import { Databases } from '@comparison/checkers/stored';
import { Client } from './client.js';
import { Deployment, type DeploymentOptions } from './deployment.js';
import { Provider } from './provider.js';
import { quiescent } from './quiescent.js';
import type { RunFile } from './run-file.js';
import { Shop } from './shop.js';

/** A running marketplace, from outside: its API first, and past it the provider, the databases and what runs. */
export interface Marketplace {
  readonly client: Client;
  readonly shop: Shop;
  readonly provider: Provider;
  readonly databases: Databases;
  /** The data directory, for commands that are run on it. */
  readonly data: string;
  readonly run: () => Promise<RunFile>;
  readonly quiescent: (withinMs?: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface OwnMarketplace extends Marketplace {
  readonly deployment: Deployment;
}

/** The one that all specs share, one after another: they leave its parts alone, and its payment provider as they found it. */
export async function sharedMarketplace(): Promise<Marketplace> {
  const told = process.env['E2E_RUN'];
  if (told === undefined) throw new Error('Run this with --selectProjects e2e, which starts the deployment.');
  const run = JSON.parse(told) as RunFile;
  return open(
    process.env['E2E_DATA'] ?? '',
    () => Promise.resolve(run),
    () => Promise.resolve(),
  );
}

/** One of its own for a spec that breaks parts or judges all that there is. Closing it stops it, and fails when something is left. */
export async function ownMarketplace(options: DeploymentOptions = {}): Promise<OwnMarketplace> {
  const deployment = await Deployment.start(options);
  try {
    const marketplace = await open(
      deployment.data,
      () => deployment.run(),
      () => deployment.stop(),
    );
    return { ...marketplace, deployment };
  } catch (error) {
    await deployment.stop();
    throw error;
  }
}

async function open(
  data: string,
  run: () => Promise<RunFile>,
  stop: () => Promise<void>,
): Promise<Marketplace> {
  const client = await Client.connect((await run()).origin);
  const databases = new Databases(run);
  return {
    client,
    databases,
    shop: new Shop(client),
    provider: new Provider(async () => (await run()).provider.url),
    data,
    run,
    quiescent: (withinMs) => quiescent(run, withinMs),
    close: async () => {
      await Promise.allSettled([client.close(), databases.close()]);
      await stop();
    },
  };
}
