import type { Measured, PresetName, Second } from '@comparison/protocol';
import type { Clients } from '../client/clients.js';
import type { Customers } from '../client/customers.js';
import { Halt } from '../client/halt.js';
import { Http } from '../client/http.js';
import { Operations } from '../client/operations.js';
import { TransactionList } from '../draw/transaction-list.js';
import type { HistoryFile } from '../history/history-file.js';
import { Tally } from '../measure/tally.js';
import type { Population } from '../population/population.js';
import { FILLING_MS } from '../transactions/session.js';
import { Crew } from './crew.js';
import { closedLoop, openLoop } from './loops.js';
import { everySecond } from './progress.js';
import { checkedJob, type StretchJob } from './stretch-job.js';

/** What outlives a stretch. */
export interface Troupe {
  readonly seed: number;
  readonly preset: PresetName;
  readonly population: Population;
  readonly history: HistoryFile;
  readonly customers: Customers;
  readonly clients: Clients;
}

/** Plays a stretch and its drain; the history is written when it ends, however it does. @throws Error when it was aborted */
export async function playStretch(
  troupe: Troupe,
  given: StretchJob,
  tell: (second: Second) => void,
  signal: AbortSignal,
): Promise<Measured> {
  const { seed, preset, population, history, customers, clients } = troupe;
  const job = checkedJob(given, population.customers.length);
  const { loop, seconds, drainSeconds, waitSeconds } = job;
  customers.callBack();
  const halt = new Halt();
  const http = new Http(job.origin, job.maxInFlight);
  const cutOff = (): void => {
    halt.call();
    void http.destroy();
  };
  signal.addEventListener('abort', cutOff);
  if (signal.aborted) cutOff();
  const startedAt = new Date().toISOString();
  const cpu = process.cpuUsage();
  // Of whole milliseconds: what is due a second later falls into the next second, and not by a rounding into this one.
  const began = Math.ceil(performance.now());
  const checkoutAfter = loop.type === 'open' ? FILLING_MS : 0;
  const tally = new Tally(began, checkoutAfter);
  const scene = {
    ...{ operations: new Operations(http, history, tally), tally, halt, customers, clients, waitSeconds },
    products: new Map(population.products.map((product) => [product.id, product])),
  };
  const crew = new Crew(scene, new TransactionList(population, preset, seed, job.id), job.maxInFlight);
  const stopTelling = everySecond(tally.timeline, began, tell);
  try {
    const playing = { crew, tally, halt, began, seconds };
    await (loop.type === 'open' ? openLoop(playing, loop.perSecond) : closedLoop(playing, loop.clients));
    const { user, system } = process.cpuUsage(cpu);
    const cpuShare = (user + system) / 1e3 / (performance.now() - began);
    const lastCheckout = began + seconds * 1_000 + checkoutAfter;
    await Promise.race([crew.ended(), halt.until(lastCheckout + drainSeconds * 1_000)]);
    cutOff();
    await crew.ended();
    if (signal.aborted) throw new Error('The stretch was aborted.');
    return tally.summary({ loop, startedAt, seconds }, { cpuShare, requests: http.requests });
  } finally {
    cutOff();
    stopTelling();
    signal.removeEventListener('abort', cutOff);
    await crew.ended().catch(() => undefined);
    await history.flush();
  }
}
