import type { Brokers } from './broker/brokers.js';
import { dataDirectorySentence, type DataDirectory } from './data-directory.js';
import { DataDirectoryLock } from './data-directory-lock.js';
import { DatabaseServers } from './database-servers.js';
import type { EntryPoints } from './entry-points.js';
import { stopLeftBehind } from './left-behind.js';
import { createProgress, type Output, type Progress } from './progress.js';
import { StopRequest } from './stop-request.js';
import { Supervisor } from './supervisor.js';

export interface SessionOptions {
  /** The name of the profile that is worked for. */
  readonly profile: string;
  readonly directory: DataDirectory;
  readonly entries: EntryPoints;
  readonly brokers: Brokers;
  /** Of a provider that is not ours. */
  readonly providerUrl?: string;
  readonly output: Output;
}

/** What a command that runs parts of a deployment works with. */
export interface Session extends SessionOptions {
  readonly progress: Progress;
  readonly supervisor: Supervisor;
  readonly databases: DatabaseServers;
  readonly stop: StopRequest;
}

/**
 * Does `work` as the only one on the data directory, after what a killed command left behind was stopped. Whatever happens,
 * everything that `work` started is stopped. A request to stop ends it early, without a failure.
 */
export async function withSession(
  options: SessionOptions,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const { directory, profile, brokers } = options;
  const progress = createProgress(options.output);
  await directory.prepare();
  const lock = await DataDirectoryLock.acquire(directory).catch((error: unknown) => {
    throw dataDirectorySentence(error, directory.root);
  });
  const supervisor = new Supervisor({ directory, progress, profile });
  const stop = StopRequest.listen((again) => {
    if (again) supervisor.hurry();
    else progress.print('Stopping; data stays. Once more to stop without waiting.');
  });
  const worked = (async () => {
    for (const label of await stopLeftBehind(directory, brokers))
      progress.note(`${label} was left behind and is stopped`);
    const databases = new DatabaseServers(supervisor, directory);
    await work({ ...options, progress, supervisor, databases, stop });
  })();
  try {
    await Promise.race([worked, stop.requested]);
  } catch (error) {
    throw dataDirectorySentence(error, directory.root);
  } finally {
    await supervisor.end();
    await worked.catch(() => undefined);
    await lock.release();
    stop.forget();
  }
}
