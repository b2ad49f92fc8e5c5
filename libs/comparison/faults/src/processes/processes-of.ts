import type { RunFile } from '@comparison/protocol';
import type { Part } from '@platform/profile';

export interface PartProcess {
  readonly pid: number | null;
  readonly url: string;
}

/** The processes that a part is: all replicas of a service, one of them where the part is a replica. */
export function processesOf(part: Part, run: RunFile): PartProcess[] {
  const { gateway, provider, services, databases, eventStore, broker } = run;
  switch (part.kind) {
    case 'gateway':
      return gateway ? [gateway] : [];
    case 'service':
      return services.filter(({ name }) => name === part.name);
    case 'replica':
      return services.filter(({ name, replica }) => name === part.name && replica === 0);
    case 'database':
      return databases.filter(({ name }) => name === part.name);
    case 'broker':
      return broker ? [{ ...broker, url: `tcp://${broker.url}` }] : [];
    case 'event-store':
      return eventStore ? [eventStore] : [];
    case 'provider':
      return [provider];
  }
}

/** Whether `up` started it: what it did not start is not its to lose. */
export function isOurs(part: Part, run: RunFile): boolean {
  const processes = processesOf(part, run);
  return processes.length > 0 && processes.every(({ pid }) => pid !== null);
}

export function pidsOf({ gateway, provider, services, databases, eventStore, broker }: RunFile): number[] {
  return [gateway, provider, eventStore, broker, ...services, ...databases]
    .map((part) => part?.pid ?? null)
    .filter((pid) => pid !== null);
}
