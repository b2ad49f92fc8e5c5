import { afterEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untilQuiet } from './until-quiet.js';

describe('whoever waits for quiet', () => {
  const servers: Server[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((end) => server.close(end)))));

  /** Answers with one after the other, and with the last one from then on. */
  async function answering(...answers: readonly unknown[]) {
    const asked: string[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url ?? '');
      response.end(JSON.stringify(answers[Math.min(asked.length, answers.length) - 1]));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { process: { url }, asked };
  }
  const wait = (run: Parameters<typeof untilQuiet>[0], withinMs = 10_000) =>
    untilQuiet(run, withinMs, new AbortController().signal, 1);

  it('asks each service twice in a row, from the beginning when one was not', async () => {
    const [quiet, noise] = [{ quiet: true }, { quiet: false }];
    const steady = await answering(quiet);
    const restless = await answering(quiet, noise, quiet);
    const services = [steady.process, restless.process];
    await wait(() => Promise.resolve({ services, eventStore: null }));
    expect([steady.asked.length, restless.asked.length]).toEqual([4, 4]);
    expect(restless.asked[0]).toBe('/admin/quiescence');
  });

  it('waits for an Event Store that is behind, and not for lanes of which that is not known', async () => {
    const lanes = (...behind: readonly (number | undefined)[]) => ({
      items: behind.map((messages, n) => ({
        lane: `lane/${n}`,
        ...(messages !== undefined && { behind: messages }),
      })),
    });
    const store = await answering(lanes(0, 3), lanes(0, 1), lanes(0, 0, undefined));
    await wait(() => Promise.resolve({ services: [], eventStore: store.process }));
    expect(store.asked).toEqual(Array(4).fill('/positions'));
  });

  it('says so when something is under way for too long', async () => {
    const { process } = await answering({ quiet: false });
    await expect(wait(() => Promise.resolve({ services: [process], eventStore: null }), 20)).rejects.toThrow(
      'Something was still under way',
    );
  });
});
