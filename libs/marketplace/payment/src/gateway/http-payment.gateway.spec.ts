import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import { PaymentProviderUrl } from '../contract/index.js';
import { HttpPaymentGateway } from './http-payment.gateway.js';
import { ProviderCalls } from './provider-calls.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

class Complaints extends ProviderCalls {
  readonly heard: string[] = [];
  override refused(operation: string, key: string, status: number): void {
    this.heard.push(`${operation} ${key} ${status}`);
  }
}

const json = (status: number, body: unknown): Answer => {
  return (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const hang: Answer = () => undefined;
const loseReply: Answer = (request) => request.socket.destroy();

describe('the payment provider over HTTP', () => {
  let server: Server;
  let origin: string;
  let answer: Answer;
  let asked: { url: string | undefined; key: unknown; body: unknown }[];
  let complaints: Complaints;
  let gateway: HttpPaymentGateway;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        asked.push({
          url: request.url,
          key: request.headers['idempotency-key'],
          body: JSON.parse(body) as unknown,
        });
        answer(request, response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    complaints = new Complaints();
    gateway = new HttpPaymentGateway(new PaymentProviderUrl(`${origin}/v2/`), complaints);
  });
  afterEach(async () => {
    await gateway.onApplicationShutdown();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const order = { orderId: 'order', amountCents: 990, currency: 'EUR', method: 'credit-card' } as const;
  const charge = (timeoutMs = 5_000, signal?: AbortSignal) =>
    gateway.charge('key', { ...order, cardToken: 'tok_secret' }, { timeoutMs, ...(signal && { signal }) });

  it('charges under the key, below the path it was given', async () => {
    answer = json(201, { id: 'ch_1', status: 'captured', more: true });
    expect(await charge()).toEqual({ status: 'captured', chargeId: 'ch_1' });
    expect(asked).toEqual([{ url: '/v2/charges', key: 'key', body: { ...order, cardToken: 'tok_secret' } }]);
  });

  it('tells a decline, with a reason where there is one', async () => {
    answer = json(200, { id: 'ch_2', status: 'declined', reason: 'no funds' });
    expect(await charge()).toEqual({ status: 'declined', reason: 'no funds', chargeId: 'ch_2' });
  });

  it('refunds under the key', async () => {
    answer = json(201, { id: 're_1', status: 'refunded' });
    const refund = { chargeId: 'ch_1', amountCents: 990 };
    expect(await gateway.refund('key', refund, { timeoutMs: 5_000 })).toMatchObject({ status: 'refunded' });
    expect(asked).toEqual([{ url: '/v2/refunds', key: 'key', body: refund }]);
  });

  it.each<[string, Answer, string]>([
    ['a server error', json(500, { status: 'declined' }), 'status 500'],
    ['an overload', json(429, {}), 'status 429'],
    ['a lost reply', loseReply, 'UND_ERR_SOCKET'],
    ['no answer in time', hang, 'timeout'],
  ])('guesses nothing after %s', async (_what, behaviour, reason) => {
    answer = behaviour;
    expect(await charge(200)).toEqual({ status: 'unknown', reason });
    expect(complaints.heard).toEqual([]);
  });

  it.each<[string, Answer]>([
    ['refuses the request', json(422, { status: 'declined' })],
    ['is not what it should be', json(404, {})],
    ['answers something undocumented', json(200, { id: 'ch', status: 'pending' })],
    ['answers no JSON', (_request, response) => response.writeHead(200).end('<html>')],
  ])('takes nothing for a decline where the provider %s', async (_what, behaviour) => {
    answer = behaviour;
    expect(await charge()).toMatchObject({ status: 'unknown' });
  });

  it('lets people know when the provider does not take our requests', async () => {
    answer = json(401, {});
    await charge();
    answer = json(200, { id: 'ch', status: 'pending' });
    await charge();
    expect(complaints.heard).toEqual(['charges key 401', 'charges key 200']);
  });

  it('is unknown where nobody listens', async () => {
    const nowhere = new HttpPaymentGateway(new PaymentProviderUrl('http://127.0.0.1:1'), complaints);
    expect(await nowhere.charge('key', order, { timeoutMs: 2_000 })).toEqual({
      status: 'unknown',
      reason: 'ECONNREFUSED',
    });
    await nowhere.onApplicationShutdown();
  });

  it('stops waiting when it is told to', async () => {
    const giveUp = new AbortController();
    answer = () => giveUp.abort();
    expect(await charge(30_000, giveUp.signal)).toEqual({ status: 'unknown', reason: 'given up' });
  });

  it('never repeats a card token in what it tells about a failure', async () => {
    answer = json(400, { detail: 'cardToken tok_secret is bad' });
    expect(JSON.stringify([await charge(), complaints.heard])).not.toContain('tok_secret');
  });
});
