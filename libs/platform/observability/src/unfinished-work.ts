/** Counts what is left of one kind of work that goes on after its caller was answered. */
export type Backlog = () => Promise<number>;

const backlogs = new Map<string, Backlog>();

/** Makes a kind of work known to whoever waits until all is quiet. A second one of the same name takes the first one's place. */
export function registerBacklog(name: string, backlog: Backlog): void {
  backlogs.set(name, backlog);
}

/** What is left of each kind of work of this process. */
export async function unfinishedWork(): Promise<Record<string, number>> {
  const counts = [...backlogs].map(async ([name, backlog]) => [name, await backlog()] as const);
  return Object.fromEntries(await Promise.all(counts));
}
