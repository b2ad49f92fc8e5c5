import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createProvider, type LedgerEntry } from './index.js';

const charge = {
  orderId: 'order-1',
  amountCents: 1999,
  currency: 'EUR',
  method: 'credit-card',
  cardToken: 'tok-1',
};

let directory: string;
let provider: FastifyInstance;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'provider-'));
  provider = await createProvider({ dataDirectory: directory });
});
afterEach(async () => {
  await provider.close();
  await rm(directory, { recursive: true });
});

async function post(
  path: string,
  key: string | undefined,
  body: object,
): Promise<{ status: number; body: unknown }> {
  const headers = key === undefined ? {} : { 'idempotency-key': key };
  const response = await provider.inject({ method: 'POST', url: path, headers, payload: body });
  return { status: response.statusCode, body: response.json() };
}

async function captured(key: string, body: object = charge): Promise<LedgerEntry> {
  const answer = await post('/charges', key, body);
  expect(answer.status).toBe(201);
  return answer.body as LedgerEntry;
}

async function ledger(query = ''): Promise<LedgerEntry[]> {
  const response = await provider.inject({ url: `/ledger${query}` });
  expect(response.statusCode).toBe(200);
  return response.json<{ entries: LedgerEntry[] }>().entries;
}

async function behave(behaviour: object): Promise<void> {
  const response = await provider.inject({ method: 'PUT', url: '/behaviour', payload: behaviour });
  expect(response.statusCode).toBe(200);
}

async function restart(): Promise<void> {
  await provider.close();
  provider = await createProvider({ dataDirectory: directory });
}

describe('a charge', () => {
  test('is captured and shows in the ledger as it was answered', async () => {
    const answer = await captured('key-1');
    expect(answer).toEqual({
      id: expect.any(String),
      type: 'charge',
      orderId: 'order-1',
      idempotencyKey: 'key-1',
      amountCents: 1999,
      currency: 'EUR',
      status: 'captured',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await ledger()).toEqual([answer]);
  });

  test('asked again under its key is answered again and not made again, also after a restart', async () => {
    const first = await captured('key-1');
    expect(await captured('key-1')).toEqual(first);
    await restart();
    expect(await captured('key-1')).toEqual(first);
    expect(await ledger()).toEqual([first]);
  });

  test('asked for many times at once under one key is made once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => captured('key-1')));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await ledger()).toHaveLength(1);
  });

  test('under the key of another one is 422, also when both arrive at once', async () => {
    const answers = await Promise.all([
      post('/charges', 'key-1', charge),
      post('/charges', 'key-1', { ...charge, amountCents: 2000 }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({
      type: 'urn:payment-provider:problem:idempotency-key-reused',
      status: 422,
    });
    expect(await ledger()).toHaveLength(1);
  });

  test.each([
    ['no amount', { amountCents: undefined }],
    ['an amount of 0', { amountCents: 0 }],
    ['a negative amount', { amountCents: -1 }],
    ['part of a cent', { amountCents: 0.5 }],
    ['an amount as text', { amountCents: '1999' }],
    ['no order', { orderId: undefined }],
    ['an unknown currency format', { currency: 'euro' }],
    ['an unknown method', { method: 'barter' }],
    ['a card without its token', { cardToken: undefined }],
    ['an unknown member', { cvc: '123' }],
  ])('with %s is refused and leaves no trace', async (_what, change) => {
    expect(await post('/charges', 'key-1', { ...charge, ...change })).toMatchObject({
      status: 400,
      body: { type: 'urn:payment-provider:problem:validation' },
    });
    expect(await ledger()).toEqual([]);
    await captured('key-1');
  });

  test('by boleto needs no token', async () => {
    const boleto = { ...charge, method: 'boleto', cardToken: undefined };
    expect(await captured('key-1', boleto)).toMatchObject({ status: 'captured' });
  });

  test('without an Idempotency-Key is refused', async () => {
    expect(await post('/charges', undefined, charge)).toMatchObject({
      status: 400,
      body: { type: 'urn:payment-provider:problem:idempotency-key-missing' },
    });
  });

  test('that was declined stays declined when the provider has become generous, and over a restart', async () => {
    await behave({ declineRate: 1 });
    const declined = await captured('key-1');
    expect(declined.status).toBe('declined');
    await restart();
    expect(await captured('key-1')).toEqual(declined);
    expect(await captured('key-2')).toMatchObject({ status: 'captured' });
  });
});

describe('a refund', () => {
  test('gives back what was captured, in parts, and never more', async () => {
    const { id: chargeId } = await captured('key-1');
    const first = await post('/refunds', 'refund-1', { chargeId, amountCents: 1000 });
    expect(first).toMatchObject({
      status: 201,
      body: {
        type: 'refund',
        status: 'refunded',
        chargeId,
        orderId: 'order-1',
        currency: 'EUR',
        amountCents: 1000,
      },
    });
    expect(await post('/refunds', 'refund-2', { chargeId, amountCents: 1000 })).toMatchObject({
      status: 422,
      body: { type: 'urn:payment-provider:problem:refund-exceeds-charge' },
    });
    expect(await post('/refunds', 'refund-2', { chargeId, amountCents: 999 })).toMatchObject({ status: 201 });
    expect(await post('/refunds', 'refund-1', { chargeId, amountCents: 1000 })).toEqual(first);
    expect((await ledger()).map(({ type, amountCents }) => [type, amountCents])).toEqual([
      ['charge', 1999],
      ['refund', 1000],
      ['refund', 999],
    ]);
  });

  test('of the whole by two requests at once is made once', async () => {
    const { id: chargeId } = await captured('key-1');
    const answers = await Promise.all(
      ['refund-1', 'refund-2'].map((key) => post('/refunds', key, { chargeId, amountCents: 1999 })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
  });

  test('counts what was refunded before a restart', async () => {
    const { id: chargeId } = await captured('key-1');
    await post('/refunds', 'refund-1', { chargeId, amountCents: 1999 });
    await restart();
    expect(await post('/refunds', 'refund-2', { chargeId, amountCents: 1 })).toMatchObject({ status: 422 });
  });

  test('of an unknown charge is 404', async () => {
    expect(await post('/refunds', 'refund-1', { chargeId: 'nowhere', amountCents: 1 })).toMatchObject({
      status: 404,
    });
  });

  test('of a declined charge is refused', async () => {
    await behave({ declineRate: 1 });
    const { id: chargeId } = await captured('key-1');
    expect(await post('/refunds', 'refund-1', { chargeId, amountCents: 1 })).toMatchObject({ status: 422 });
  });
});

describe('the ledger', () => {
  test('is read on from a known entry, as many at a time as asked', async () => {
    const entries: LedgerEntry[] = [];
    for (const key of ['a', 'b', 'c', 'd']) entries.push(await captured(key));
    expect(await ledger(`?after=${String(entries[0]?.id)}&limit=2`)).toEqual(entries.slice(1, 3));
    expect(await ledger(`?after=${String(entries[3]?.id)}`)).toEqual([]);
    expect(await ledger('?limit=1')).toEqual(entries.slice(0, 1));
  });

  test.each(['?after=nowhere', '?limit=0', '?limit=ten', '?unknown=1'])('refuses %s', async (query) => {
    expect((await provider.inject({ url: `/ledger${query}` })).statusCode).toBe(400);
  });
});

describe('the behaviour', () => {
  test('is replaced as a whole', async () => {
    await behave({ declineRate: 0.5, seed: 7 });
    await behave({ delayMs: 5 });
    const response = await provider.inject({ url: '/behaviour' });
    expect(response.json()).toEqual({ declineRate: 0, delayMs: 5, hangRate: 0, loseReplyRate: 0, seed: 1 });
  });

  test.each([{ declineRate: 2 }, { delayMs: -1 }, { seed: 'x' }, { slow: true }])(
    'refuses %j',
    async (behaviour) => {
      const response = await provider.inject({ method: 'PUT', url: '/behaviour', payload: behaviour });
      expect(response.statusCode).toBe(400);
      expect(response.headers['content-type']).toContain('application/problem+json');
    },
  );
});

test.each(['/health/live', '/health/ready'])('%s answers', async (url) => {
  expect((await provider.inject({ url })).statusCode).toBe(200);
});

test('an unknown path is a problem', async () => {
  const response = await provider.inject({ url: '/nowhere' });
  expect(response.statusCode).toBe(404);
  expect(response.json()).toMatchObject({ type: 'urn:payment-provider:problem:not-found' });
});

test('malformed JSON is a problem', async () => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': 'key-1' };
  const response = await provider.inject({ method: 'POST', url: '/charges', headers, payload: '{' });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ type: 'urn:payment-provider:problem:validation' });
});
