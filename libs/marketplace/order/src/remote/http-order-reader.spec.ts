import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import { isInfrastructureError } from '@platform/persistence';

import type { OrderView } from '../contract/index.js';
import { HttpOrderReader } from './http-order-reader.js';

const order = (id: string): OrderView => ({
  ...{
    id,
    customerId: newId(),
    number: 1,
    status: 'pending',
    lines: [],
    dropped: [],
    currency: 'EUR',
    version: 1,
  },
  statusHistory: [{ status: 'pending', at: '2026-01-01T00:00:00.000Z' }],
  ...{ itemsCents: 0, freightCents: 0, voucherCents: 0, totalCents: 0 },
  ...{ createdAt: '2026-01-01T00:00:00.000Z', updatedAt: '2026-01-01T00:00:00.000Z' },
});

describe('the orders of another service', () => {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0)) await close();
  });

  const replica = async (answer: RequestListener): Promise<string> => {
    const server: Server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push(() => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const answering = (status: number, body: unknown = {}) =>
    replica((_request, response) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  const gone = async (): Promise<string> => {
    const url = await answering(200);
    await open.pop()?.();
    return url;
  };
  const reader = (...urls: string[]) => {
    const made = new HttpOrderReader(urls);
    open.unshift(() => made.onApplicationShutdown());
    return made;
  };

  it('are read as REST shows them', async () => {
    const known = order(newId());
    const asked: (string | undefined)[] = [];
    const url = await replica(({ url: path }, response) => {
      asked.push(path);
      response.end(JSON.stringify({ orders: [known] }));
    });
    expect(await reader(url).read(known.id)).toEqual(known);
    expect(asked).toEqual([`/internal/orders?ids=${known.id}`]);
  });

  it('are not there while the service knows of none', async () => {
    expect(await reader(await answering(200, { orders: [] })).read(newId())).toBeUndefined();
  });

  it('are read from the replicas in turn, and from another where one is gone or cannot say', async () => {
    const known = order(newId());
    const good = await answering(200, { orders: [known] });
    const orders = reader(await gone(), await answering(503), good);
    for (let n = 0; n < 3; n += 1) expect(await orders.read(known.id)).toEqual(known);
  });

  it('are out of reach, as a database can be, when no replica can say', async () => {
    const failure = await reader(await gone(), await answering(503))
      .read(newId())
      .catch((error: unknown) => error);
    expect(isInfrastructureError(failure)).toBe(true);
    expect(String(failure)).toContain('status 503');
  });

  it('are read together when they are asked for together', async () => {
    const known = [order(newId()), order(newId()), order(newId())];
    let asked = 0;
    const url = await replica((_request, response) => {
      asked += 1;
      response.end(JSON.stringify({ orders: known.toReversed() }));
    });
    const orders = reader(url);
    expect(await Promise.all(known.map(({ id }) => orders.read(id)))).toEqual(known);
    expect(asked).toBe(1);
  });

  it('are out of reach where the answer is not an order, and no other with it', async () => {
    const [odd, known] = [newId(), order(newId())];
    const orders = reader(
      await answering(200, { orders: [{ ...known, id: odd, status: 'unheard-of' }, known] }),
    );
    const [notRead, read] = await Promise.allSettled([orders.read(odd), orders.read(known.id)]);
    expect(notRead).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('cannot be read') },
    });
    expect(read).toEqual({ status: 'fulfilled', value: known });
    await expect(reader(await answering(200, { orders: 1 })).read(newId())).rejects.toThrow('cannot be read');
  });

  it('are out of reach of one that hangs after two seconds', async () => {
    const began = performance.now();
    const hanging = reader(await replica(() => undefined)).read(newId());
    await expect(hanging).rejects.toThrow('cannot be read');
    expect(performance.now() - began).toBeLessThan(4_500);
  });
});
