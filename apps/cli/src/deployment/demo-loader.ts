import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { demoData, type DemoData } from './demo-data.js';
import { DeploymentError } from './deployment-error.js';

const chunk = 500;
const patienceMs = 30_000;

const batchAnswer = z.object({
  accepted: z.number(),
  rejected: z.array(
    z.object({
      index: z.number(),
      problem: z.object({ status: z.number().optional(), detail: z.string().optional() }),
    }),
  ),
});

/** Loads the demo data through the batch routes, as any client would; doing so again changes nothing. */
export async function loadDemoData(
  origin: string,
  signal: AbortSignal,
  data: DemoData = demoData(),
): Promise<DemoData> {
  const load = (path: string, items: readonly object[]) => loadAll(new URL(path, origin), items, signal);
  await Promise.all([load('/sellers:batch', data.sellers), load('/customers:batch', data.customers)]);
  await load('/products:batch', data.products);
  await load('/stock:batch', data.stock);
  return data;
}

async function loadAll(url: URL, items: readonly object[], signal: AbortSignal): Promise<void> {
  for (let start = 0; start < items.length; start += chunk) {
    await loadChunk(url, items.slice(start, start + chunk), signal);
  }
}

/** Stock learns of a product by its event: what is not known yet is sent again until it is. */
async function loadChunk(url: URL, items: readonly object[], signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let left = items;
  for (;;) {
    const answer = await post(url, left, signal, Date.now() < deadline);
    if (answer === 'not yet') {
      await pause(100, undefined, { signal });
      continue;
    }
    const { rejected } = answer;
    const first = rejected[0];
    if (!first) return;
    const passing = rejected.every(({ problem }) => problem.status === 404 || problem.status === 503);
    if (!passing || Date.now() > deadline) {
      throw new DeploymentError(
        `Demo data was refused at ${url.pathname} (${first.problem.detail ?? 'no reason given'}): start with --no-demo to leave it out.`,
      );
    }
    left = rejected.flatMap(({ index }) => left.slice(index, index + 1));
    await pause(20, undefined, { signal });
  }
}

/** A gateway may need a moment to see that a service is ready. */
async function post(url: URL, items: readonly object[], signal: AbortSignal, patient: boolean) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ items }),
    signal,
  });
  if (response.status === 503 && patient) return 'not yet';
  const body: unknown = await response.json().catch(() => undefined);
  const answer = batchAnswer.safeParse(body);
  if (response.ok && answer.success) return answer.data;
  throw new DeploymentError(
    `Demo data was refused at ${url.pathname} (HTTP ${response.status}): start with --no-demo to leave it out.`,
  );
}
