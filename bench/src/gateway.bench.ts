import { catalogue } from '@marketplace/catalogue';
import { childNodeFlags, gatewayConfigurationVariable } from '@platform/profile';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setTimeout as after } from 'node:timers/promises';
import { Pool } from 'undici';

import { processorSeconds } from '@comparison/measure';

// What the gateway costs: the same requests straight to a bare server and through the gateway, in turns.
//   npm run bench:gateway [-- seconds]

const seconds = Number(process.argv[2] ?? 5);
const loads: readonly Load[] = [{ connections: 1 }, { connections: 64, rate: 500 }, { connections: 64 }];
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const children: ChildProcess[] = [];
async function start(
  entry: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ url: string; pid: number }> {
  const child = spawn(process.execPath, [...childNodeFlags, entry], {
    env: { ...process.env, WHEREABOUTS_LOG_LEVEL: 'info', WHEREABOUTS_LOG_FORMAT: 'json', ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  children.push(child);
  const [report] = (await once(child, 'message')) as [{ type: string; url: string; message?: string }];
  if (report.type !== 'ready') throw new Error(report.message);
  return { url: report.url, pid: child.pid ?? 0 };
}

interface Result {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
}

interface Load {
  readonly connections: number;
  /** Requests per second over all connections; as many as there can be without it. */
  readonly rate?: number;
}

/** Each connection sends its next request when it has the answer to the one before, and when it is its turn. */
async function load(url: string, { connections, rate }: Load, ms: number, post: boolean): Promise<Result> {
  const pool = new Pool(url, { connections, pipelining: 1 });
  const latencies: number[] = [];
  const pause = rate === undefined ? 0 : (connections / rate) * 1_000;
  const begin = performance.now();
  const loop = async (_: unknown, connection: number): Promise<void> => {
    for (let turn = connection / connections; performance.now() < begin + ms; turn += 1) {
      const early = begin + turn * pause - performance.now();
      if (early > 0) await after(early);
      const began = performance.now();
      const { statusCode, body } = await pool.request({
        method: post ? 'POST' : 'GET',
        path: post ? '/carts/1/checkout' : '/orders/1',
        ...(post && {
          headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
          body: '{"a":1}',
        }),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`answered ${statusCode}`);
      latencies.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  await pool.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
  return { requests: latencies.length, p50: at(0.5), p99: at(0.99) };
}

try {
  const upstream = await start(file('./gateway/upstream.js'));
  const gateway = await start(file('../../apps/gateway/dist/main.js'), {
    [gatewayConfigurationVariable]: JSON.stringify({
      ...{ host: '127.0.0.1', port: 0 },
      services: [{ name: 'all', modules: catalogue.modules.map(({ name }) => name), urls: [upstream.url] }],
    }),
  });
  for (const url of [upstream.url, gateway.url]) await load(url, { connections: 64 }, 2_000, false);
  const rows = [];
  for (const post of [false, true])
    for (const kind of loads)
      for (const [name, { url, pid }] of Object.entries({ direct: upstream, gateway })) {
        const before = processorSeconds(pid) ?? 0;
        const { requests, p50, p99 } = await load(url, kind, seconds * 1_000, post);
        const used = (processorSeconds(pid) ?? 0) - before;
        rows.push({
          ...{
            request: post ? 'POST' : 'GET',
            connections: kind.connections,
            paced: kind.rate ?? '',
            way: name,
            'requests/s': Math.round(requests / seconds),
          },
          ...{ 'p50 ms': p50.toFixed(2), 'p99 ms': p99.toFixed(2) },
          'processor µs': Math.round((used / requests) * 1e6),
        });
      }
  console.table(rows);
  const status = await readFile(`/proc/${gateway.pid}/status`, 'utf8');
  console.log(`gateway: ${/VmRSS:\s*(\d+) kB/.exec(status)?.[1] ?? '?'} kB resident`);
} finally {
  for (const child of children) child.kill();
}
