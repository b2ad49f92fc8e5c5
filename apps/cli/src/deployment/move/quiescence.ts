import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const intervalMs = 200;
const answerLimitMs = 10_000;

const answer = z.object({
  quiet: z.boolean(),
  work: z.record(z.string(), z.number()).default({}),
  sagas: z.object({ pending: z.number() }).default({ pending: 0 }),
  logs: z.array(z.object({ sourceModule: z.string(), outlet: z.string(), messages: z.number() })).default([]),
  transport: z.array(z.object({ consumer: z.string(), topic: z.string(), messages: z.number() })).default([]),
});

/** What a service has under way, in words; empty when all that was begun has ended. */
export async function unfinishedAt(service: string, signal: AbortSignal): Promise<string[]> {
  try {
    const response = await fetch(new URL('/admin/quiescence', service), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]),
    });
    const { quiet, work, sagas, logs, transport } = answer.parse(await response.json());
    if (quiet) return [];
    const told = [
      ...(sagas.pending > 0 ? [`${sagas.pending} open sagas`] : []),
      ...logs
        .filter(({ messages }) => messages > 0)
        .map(({ messages, sourceModule, outlet }) => `${messages} messages of ${sourceModule} to ${outlet}`),
      ...transport
        .filter(({ messages }) => messages > 0)
        .map(({ messages, topic, consumer }) => `${messages} messages in ${topic} for ${consumer}`),
      ...Object.entries(work)
        .filter(([, left]) => left > 0)
        .map(([name, left]) => `${left} ${name}`),
    ];
    return told.length > 0 ? told : ['messages at the broker'];
  } catch (error) {
    return [`no answer from ${service} (${error instanceof Error ? error.message : String(error)})`];
  }
}

export interface Watched {
  /** Base URLs of every replica. */
  readonly services: readonly string[];
  /** Something that changes with every message that is recorded anywhere. */
  readonly recorded: () => Promise<string>;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until nothing is under way anywhere. That all services say so, one after the other, is not enough: what one passed on
 * after it was asked may have reached another one after that was asked. When they say so twice and nothing was recorded from
 * before the first time until after the second, nothing can be on its way.
 * @returns what is still under way after the limit, in words; empty when nothing is
 */
export async function untilQuiet({ services, recorded, limitMs, signal }: Watched): Promise<string[]> {
  const deadline = Date.now() + limitMs;
  const ask = async () =>
    (await Promise.all(services.map((service) => unfinishedAt(service, signal)))).flat();
  for (;;) {
    const before = await recorded();
    let left = await ask();
    if (left.length === 0) left = await ask();
    if (left.length === 0 && (await recorded()) === before) return [];
    signal.throwIfAborted();
    if (Date.now() > deadline) return left.length > 0 ? left : ['messages that keep coming'];
    await pause(intervalMs, undefined, { signal });
  }
}
