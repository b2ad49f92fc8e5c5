import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `run.json` of a data directory: what runs, and where. Parts that were not started by `up` have no pid. */
export interface RunFile {
  readonly profile: string;
  readonly origin: string;
  readonly gateway: { readonly url: string; readonly pid: number | null } | null;
  readonly provider: { readonly url: string; readonly pid: number | null };
  readonly services: readonly {
    readonly name: string;
    readonly replica: number;
    readonly pid: number | null;
    readonly url: string;
    readonly modules: readonly string[];
  }[];
  readonly databases: readonly {
    readonly name: string;
    readonly url: string;
    readonly pid: number | null;
    readonly modules: readonly string[];
  }[];
  /** Where the profile keeps an archive. */
  readonly eventStore: { readonly url: string; readonly pid: number | null } | null;
  readonly broker: { readonly kind: string; readonly url: string; readonly pid: number | null } | null;
}

/** @returns undefined while there is none */
export async function readRunFile(dataDirectory: string): Promise<RunFile | undefined> {
  try {
    return JSON.parse(await readFile(join(dataDirectory, 'run.json'), 'utf8')) as RunFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export function pidsOf({ gateway, provider, services, databases, eventStore, broker }: RunFile): number[] {
  return [gateway, provider, eventStore, broker, ...services, ...databases]
    .map((part) => part?.pid ?? null)
    .filter((pid) => pid !== null);
}
