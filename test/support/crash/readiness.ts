import { eventually } from '../e2e/eventually.js';
import type { RunFile } from '../e2e/run-file.js';

interface Checks {
  readonly consumers?: {
    readonly status: string;
    readonly waitingForBroker?: readonly string[];
    readonly waitingForEventStore?: readonly unknown[];
  };
}

/** What a service says at `/health/ready`, and which process says it. */
export interface Readiness {
  readonly service: string;
  readonly pid: number | null;
  readonly status: number;
  readonly consumers: Checks['consumers'];
}

/** Of every service, as soon as each is ready. */
export async function onceAllAreReady(run: () => Promise<RunFile>): Promise<readonly Readiness[]> {
  return eventually(
    async () => {
      const all = await Promise.all((await run()).services.map(ask));
      return all.every(({ status }) => status === 200) && all;
    },
    'every service is ready',
    { withinMs: 90_000, everyMs: 100 },
  );
}

async function ask({ name, url, pid }: RunFile['services'][number]): Promise<Readiness> {
  const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(5_000) });
  const { checks } = (await answer.json()) as { readonly checks?: Checks };
  return { service: name, pid, status: answer.status, consumers: checks?.consumers };
}
