import type { DataDirectory } from '../../deployment/data-directory.js';
import { dataDirectorySentence } from '../../deployment/data-directory.js';
import { DataDirectoryLock } from '../../deployment/data-directory-lock.js';
import { loadDemoData } from '../../deployment/demo-loader.js';
import { Deployment } from '../../deployment/deployment.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import type { EntryPoints } from '../../deployment/entry-points.js';
import { createProgress, type Output } from '../../deployment/progress.js';
import { summary } from './summary.js';
import { StopRequest } from './stop-request.js';

export interface UpOptions {
  readonly plan: DeploymentPlan;
  readonly directory: DataDirectory;
  readonly entries: EntryPoints;
  readonly port: number;
  readonly demo: boolean;
  readonly providerUrl?: string;
  readonly output: Output;
}

/** Starts a deployment and runs until it is asked to stop; whatever happens, everything it started is stopped. */
export async function runUp(options: UpOptions): Promise<void> {
  const { plan, directory, output } = options;
  const since = Date.now();
  const progress = createProgress(output);
  await directory.prepare();
  const lock = await DataDirectoryLock.acquire(directory).catch((error: unknown) => {
    throw dataDirectorySentence(error, directory.root);
  });
  const deployment = new Deployment({ ...options, progress });
  const stop = StopRequest.listen((again) => {
    if (again) deployment.hurry();
    else progress.print('Stopping; data stays. Once more to stop without waiting.');
  });
  const started = startAndAnnounce();
  try {
    await Promise.race([started, stop.requested]);
    await stop.requested;
  } finally {
    await deployment.stop();
    await started.catch(() => undefined);
    await lock.release();
    stop.forget();
  }

  async function startAndAnnounce(): Promise<void> {
    await deployment.start();
    if (stop.signal.aborted) return;
    if (deployment.demoIsDue) {
      await progress.step(
        'Loading demo data',
        () => loadDemoData(deployment.origin, stop.signal),
        ({ sellers, customers, products }) =>
          `demo data: ${sellers.length} sellers, ${customers.length} customers, ${products.length} products with stock`,
      );
      await deployment.demoLoaded();
    }
    await deployment.announce();
    const { origin, hasDemoData } = deployment;
    progress.print(summary({ plan, directory, origin, hasDemoData, tookMs: Date.now() - since }));
  }
}
