import type { Histogram } from 'hdr-histogram-js';
import { CheckoutClient } from './checkout-client.js';
import type { Answered, Job } from './job.js';
import { encode, newHistogram, record } from './latencies.js';

/** Puts the load on and waits for every answer. */
export async function generate(job: Job): Promise<Answered> {
  const client = new CheckoutClient(job.url, job.shape.connections, job.until);
  const latencies = newHistogram();
  const cpu = process.cpuUsage();
  const began = performance.now();
  try {
    await (job.shape.type === 'closed'
      ? closedLoop(job, job.shape.connections, client, latencies)
      : openLoop(job, job.shape.perSecond, client, latencies));
  } finally {
    await client.close();
  }
  const { user, system } = process.cpuUsage(cpu);
  return {
    ...{ approved: client.approved, others: client.others },
    seconds: (performance.now() - began) / 1_000,
    cpuSeconds: (user + system) / 1e6,
    latencies: encode(latencies),
  };
}

/** Every connection begins its next request when it has its answer. */
async function closedLoop(
  { customers, seconds }: Job,
  connections: number,
  client: CheckoutClient,
  latencies: Histogram,
): Promise<void> {
  const queue = customers.values();
  const end = performance.now() + seconds * 1_000;
  const connection = async (): Promise<void> => {
    for (const customer of queue) {
      const began = performance.now();
      await client.checkOut(customer);
      const now = performance.now();
      record(latencies, now - began);
      if (now >= end) return;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
}

/**
 * Requests begin on a fixed schedule whatever was answered, and are timed from when they should have begun: a system that
 * stalls is charged for everyone who would have come meanwhile (Gil Tene's coordinated omission).
 */
async function openLoop(
  { customers, seconds }: Job,
  perSecond: number,
  client: CheckoutClient,
  latencies: Histogram,
): Promise<void> {
  const began = performance.now();
  const due = (index: number): number => began + (index * 1_000) / perSecond;
  const total = Math.min(customers.length, Math.floor(seconds * perSecond));
  const answers: Promise<void>[] = [];
  for (let index = 0; index < total;) {
    for (; index < total && due(index) <= performance.now(); index += 1) {
      const intended = due(index);
      const customer = customers[index] ?? '';
      answers.push(client.checkOut(customer).then(() => record(latencies, performance.now() - intended)));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(answers);
}
