import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from './index.js';

// The sources run as they are, so the process is never an older build.
const command = [
  '--import',
  join(import.meta.dirname, '../../../test/support/typescript.hook.mjs'),
  join(import.meta.dirname, 'main.ts'),
];

describe('the provider process', () => {
  let directory: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'provider-'));
  });
  afterEach(async () => {
    await Promise.all(children.splice(0).map((child) => killed(child)));
    await rm(directory, { recursive: true });
  });

  async function start(environment: NodeJS.ProcessEnv = {}): Promise<{ child: ChildProcess; url: string }> {
    const child = launch(environment);
    const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
    expect(message.type).toBe('ready');
    return { child, url: message.url };
  }

  function launch(environment: NodeJS.ProcessEnv): ChildProcess {
    const child = spawn(process.execPath, command, {
      env: { ...process.env, NODE_OPTIONS: '', PROVIDER_PORT: '0', PROVIDER_DATA: directory, ...environment },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    children.push(child);
    return child;
  }

  test('killed under load it forgets no answer and doubles no charge', async () => {
    const answered = new Map<string, LedgerEntry>();
    const asked: string[] = [];
    for (let round = 1; round <= 3; round += 1) {
      const { child, url } = await start();
      const enough = answered.size + 300;
      const customers = Array.from({ length: 16 }, async (_, customer) => {
        for (let n = 0; ; n += 1) {
          const key = `${round}-${customer}-${n}`;
          asked.push(key);
          const entry = await charge(url, key).catch(() => undefined);
          if (entry === undefined) return;
          answered.set(key, entry);
          if (answered.size >= enough) child.kill('SIGKILL');
        }
      });
      await Promise.all(customers);
      await killed(child);
      await appendFile(join(directory, 'ledger.jsonl'), 'deadbeef {"torn":');
    }

    const { url } = await start();
    const ledger = await ledgerOf(url);
    const byKey = new Map(ledger.map((entry) => [entry.idempotencyKey, entry]));
    expect(byKey.size).toBe(ledger.length);
    expect(answered.size).toBeGreaterThanOrEqual(900);
    for (const [key, entry] of answered) expect(byKey.get(key)).toEqual(entry);
    for (const key of asked)
      expect(await charge(url, key)).toMatchObject(byKey.get(key) ?? { idempotencyKey: key });
    expect(await ledgerOf(url)).toHaveLength(asked.length);
  });

  test('SIGTERM ends it with code 0', async () => {
    const { child } = await start();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('it does not outlive its parent', async () => {
    const { child } = await start();
    const exited = once(child, 'exit');
    child.disconnect();
    expect(await exited).toEqual([0, null]);
  });

  test('a port in use or out of range is one sentence for parent and terminal, and code 1', async () => {
    const { url } = await start();
    for (const [port, sentence] of [
      [new URL(url).port, /address already in use/],
      ['70000', /PROVIDER_PORT is "70000"/],
    ] as const) {
      const child = launch({ PROVIDER_PORT: port });
      let complaint = '';
      const reported = once(child, 'message');
      child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
      expect(await once(child, 'close')).toEqual([1, null]);
      expect(await reported).toEqual([
        { type: 'failed', message: expect.stringMatching(sentence) },
        undefined,
      ]);
      expect(complaint.trim().split('\n')).toEqual([expect.stringMatching(sentence)]);
    }
  });
});

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function charge(url: string, key: string): Promise<LedgerEntry> {
  const response = await fetch(`${url}/charges`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify({ orderId: key, amountCents: 100, currency: 'EUR', method: 'boleto' }),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as LedgerEntry;
}

async function ledgerOf(url: string): Promise<LedgerEntry[]> {
  return ((await (await fetch(`${url}/ledger`)).json()) as { entries: LedgerEntry[] }).entries;
}
