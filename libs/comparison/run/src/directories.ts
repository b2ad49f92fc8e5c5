import { chmod, mkdtemp } from 'node:fs/promises';

/**
 * A new directory that others may pass through and not look into: where all runs as root, PostgreSQL runs as another user.
 *
 * @param prefix of its path
 */
export async function makeDirectory(prefix: string): Promise<string> {
  const directory = await mkdtemp(prefix);
  await chmod(directory, 0o711);
  return directory;
}
