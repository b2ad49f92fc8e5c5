import { EmbeddedPostgres } from '@platform/embedded';
import { chmod, mkdir } from 'node:fs/promises';

/** A PostgreSQL of the fault's own, for one database of a deployment. */
export interface OwnDatabase {
  readonly url: string;
  readonly port: number;
  /** Starts it again where it has ended by itself. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openDatabase(
  name: string,
  directory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnDatabase> {
  await mkdir(directory, { recursive: true });
  await chmod(directory, 0o755); // as root PostgreSQL runs as another user, who must get through
  const server = new EmbeddedPostgres({ directory, settings });
  await server.start();
  try {
    await server.ensureDatabase(name);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    url: server.url(name),
    port: server.port,
    restart: () => server.start(),
    close: () => server.stop(),
  };
}
