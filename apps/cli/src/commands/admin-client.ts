import { z } from 'zod';
import { DeploymentError } from '../deployment/deployment-error.js';
import type { DataDirectory } from '../deployment/data-directory.js';
import { readRunFile, type RunFile } from '../deployment/run-file.js';

const answerWithinMs = 30_000;

const problem = z.object({ detail: z.string().optional(), title: z.string().optional() });

type Service = RunFile['services'][number];

/** The admin routes of one service: any of its replicas answers for all of them, since they share their databases. */
export class AdminClient {
  readonly name: string;
  readonly modules: readonly string[];

  constructor(private readonly replicas: readonly [Service, ...Service[]]) {
    this.name = replicas[0].name;
    this.modules = replicas[0].modules;
  }

  /** @throws DeploymentError when no replica answers, or the answer is a problem */
  async ask<Schema extends z.ZodType>(path: string, schema: Schema, body?: object): Promise<z.infer<Schema>> {
    const response = await this.#reach(path, body);
    const answer: unknown = await response.json().catch(() => undefined);
    const read = schema.safeParse(answer);
    if (response.ok && read.success) return read.data;
    const said = problem.safeParse(answer).data;
    const reason = said?.detail ?? said?.title ?? 'no reason given';
    throw new DeploymentError(
      response.status === 404
        ? reason
        : `Service ${this.name} answered ${path} with HTTP ${response.status} (${reason.replace(/\.$/, '')}): see "whereabouts logs".`,
    );
  }

  /** Only an answer that never began is asked for elsewhere: a replay that was cut off may have been done. */
  async #reach(path: string, body?: object): Promise<Response> {
    let cause: unknown;
    for (const { url } of this.replicas) {
      try {
        return await fetch(new URL(path, url), {
          signal: AbortSignal.timeout(answerWithinMs),
          ...(body && {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          }),
        });
      } catch (error) {
        cause = error;
        if (body && !isRefusedConnection(error)) break;
      }
    }
    throw new DeploymentError(
      `Service ${this.name} does not answer at ${this.replicas.map(({ url }) => url).join(' or ')}: see "whereabouts status".`,
      { cause },
    );
  }
}

function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}

/** A client for each service of a run. */
export function adminClients({ services }: RunFile): AdminClient[] {
  const byName = Map.groupBy(services, ({ name }) => name);
  return [...byName.values()].flatMap(([first, ...others]) =>
    first ? [new AdminClient([first, ...others])] : [],
  );
}

/** @throws DeploymentError when nothing runs in the directory */
export async function adminClientsOf(directory: DataDirectory): Promise<AdminClient[]> {
  const run = await readRunFile(directory);
  if (run) return adminClients(run);
  throw new DeploymentError(
    `Nothing is running in ${directory.root}: start it with "whereabouts up", or name its data directory with --data.`,
  );
}
