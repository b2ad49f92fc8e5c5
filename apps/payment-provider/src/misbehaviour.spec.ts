import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createProvider, type LedgerEntry } from './index.js';

const IMPATIENCE_MS = 300;

describe('over the network', () => {
  let directory: string;
  let provider: FastifyInstance;
  let url: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'provider-'));
    provider = await createProvider({ dataDirectory: directory });
    url = await provider.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    await provider.close();
    await rm(directory, { recursive: true });
  });

  const behave = (behaviour: object): Promise<Response> =>
    fetch(`${url}/behaviour`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(behaviour),
    });

  function charge(key: string, signal?: AbortSignal): Promise<Response> {
    return fetch(`${url}/charges`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify({ orderId: key, amountCents: 100, currency: 'EUR', method: 'boleto' }),
      ...(signal && { signal }),
    });
  }

  const hanging = (key: string): Promise<unknown> =>
    charge(key, AbortSignal.timeout(IMPATIENCE_MS)).catch((error: unknown) => (error as Error).name);

  const ledger = async (): Promise<LedgerEntry[]> =>
    ((await (await fetch(`${url}/ledger`)).json()) as { entries: LedgerEntry[] }).entries;

  test('a hang never answers, and about half of the hung charges take effect', async () => {
    await behave({ hangRate: 1 });
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, n) => hanging(`key-${n}`)));
    expect(new Set(outcomes)).toEqual(new Set(['TimeoutError']));
    const { length } = await ledger();
    expect(length).toBeGreaterThan(8);
    expect(length).toBeLessThan(32);
  });

  test('a lost reply breaks the connection, and the charge is found under its key', async () => {
    await behave({ loseReplyRate: 1 });
    await expect(charge('key-1')).rejects.toThrow('fetch failed');
    const [lost] = await ledger();
    await behave({});
    expect(await (await charge('key-1')).json()).toEqual(lost);
  });

  test('keeps asking under one key and is answered in the end, with one effect', async () => {
    await behave({ loseReplyRate: 0.8 });
    const answers: Response[] = [];
    while (answers.length === 0)
      await charge('key-1').then(
        (answer) => answers.push(answer),
        () => undefined,
      );
    expect(answers[0]?.status).toBe(201);
    expect(await ledger()).toHaveLength(1);
  });

  test('a delayed answer comes after its effect', async () => {
    await behave({ delayMs: IMPATIENCE_MS });
    const before = performance.now();
    expect((await charge('key-1')).status).toBe(201);
    expect(performance.now() - before).toBeGreaterThanOrEqual(IMPATIENCE_MS - 1);
    expect(await hanging('key-2')).toBe('TimeoutError');
    expect((await ledger()).map(({ orderId }) => orderId)).toEqual(['key-1', 'key-2']);
  });

  test('closing breaks hung connections and answers what is only late', async () => {
    await behave({ hangRate: 1 });
    const hung = charge('key-1').then(
      () => 'answered',
      () => 'broken',
    );
    await hanging('key-2'); // by now the hang is under way
    await behave({ delayMs: 60_000 });
    const late = charge('key-3');
    while (!(await ledger()).some(({ orderId }) => orderId === 'key-3'));
    await provider.close();
    expect(await hung).toBe('broken');
    expect((await late).status).toBe(201);
  });
});
