import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory } from '../../deployment/data-directory.js';
import { writeJson } from '../../deployment/json-file.js';
import { runCommand } from '../testing/run-command.js';
import { FakeAdmin, parkedKeyOf } from './testing/fake-admin.js';

const product = (id: string) => parkedKeyOf('cart.product-replica', `product-${id}`);

describe('whereabouts parked', () => {
  let data: string;
  let storefront: FakeAdmin;
  let warehouse: FakeAdmin;
  /** An address where nothing listens any more. */
  let gone: string;

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'whereabouts-parked-'));
    storefront = await FakeAdmin.start([product('a'), product('b')]);
    warehouse = await FakeAdmin.start([parkedKeyOf('stock.product-replica', 'product-c')]);
    const ended = await FakeAdmin.start([]);
    gone = ended.url;
    await ended.stop();
    await announce(storefront.url, warehouse.url);
  });
  afterEach(async () => {
    await Promise.all([storefront.stop(), warehouse.stop()]);
    await rm(data, { recursive: true });
  });

  function announce(storefrontUrl: string, warehouseUrl: string): Promise<void> {
    const service = (name: string, replica: number, url: string, modules: string[]) => ({
      ...{ name, replica, pid: null, url, modules },
    });
    return writeJson(new DataDirectory(data).runFile, {
      ...{ profile: 'pair', origin: storefront.url, gateway: null, broker: null, databases: [] },
      provider: { url: gone, pid: null },
      services: [
        service('storefront', 0, storefrontUrl, ['cart']),
        service('storefront', 1, storefront.url, ['cart']),
        service('warehouse', 0, warehouseUrl, ['stock']),
      ],
    });
  }

  const parked = (...args: readonly string[]) => runCommand(['parked', ...args], data);
  const on = (...args: readonly string[]) => parked(...args, '--data', data);

  it('lists the keys of every service once, with the reason each was parked for', async () => {
    const { code, out } = await on('list');
    expect(code).toBe(0);
    expect(out).toMatch(
      /cart\.product-replica .* product-a .* product events .* product\.created \(version 2\)/,
    );
    expect(out).toMatch(/stock\.product-replica .* product-c/);
    expect(out.match(/cart\.product-replica product-a: Error: no such currency/g)).toHaveLength(1);
  });

  it('lists them as JSON', async () => {
    const { out } = await on('list', '--json');
    expect((JSON.parse(out) as { items: object[] }).items).toEqual([...storefront.keys, ...warehouse.keys]);
  });

  it('is content when nothing is parked', async () => {
    storefront.keys = [];
    warehouse.keys = [];
    const answer = { code: 0, out: 'Nothing is parked.\n', err: '' };
    expect(await on('list')).toEqual(answer);
    expect(await on('replay', '--all')).toEqual(answer);
  });

  it('replays one stream at the service that hosts its consumer', async () => {
    expect(await on('replay', 'stock.product-replica', 'product-c')).toEqual({
      ...{ code: 0, out: 'stock.product-replica product-c: 3 replayed\n', err: '' },
    });
    expect([warehouse.keys, storefront.keys.length]).toEqual([[], 2]);
  });

  it('replays all streams of a consumer, and ends with code 1 when one fails again', async () => {
    storefront.failing = 'product-a';
    const { code, out } = await on('replay', 'cart.product-replica');
    expect(code).toBe(1);
    expect(out).toBe(
      'cart.product-replica product-a: 0 replayed, 3 still parked (Error: still no such currency)\n' +
        'cart.product-replica product-b: 3 replayed\n',
    );
    expect(warehouse.keys).toHaveLength(1);
  });

  it('replays everything everywhere with --all, told as JSON when wanted', async () => {
    const { code, out } = await on('replay', '--all', '--json');
    expect([code, storefront.keys, warehouse.keys]).toEqual([0, [], []]);
    expect((JSON.parse(out) as { items: object[] }).items[2]).toEqual({
      ...{ consumer: 'stock.product-replica', sourceModule: 'product', channel: 'events' },
      ...{ streamId: 'product-c', replayed: 3, remaining: 0 },
    });
  });

  it('gives one stream up, or its first messages only', async () => {
    const key = ['cart.product-replica', 'product-a'] as const;
    expect((await on('discard', ...key, '--up-to', '3')).out).toBe(
      'cart.product-replica product-a: 2 discarded, 1 still parked\n',
    );
    expect((await on('discard', ...key)).out).toBe('cart.product-replica product-a: 1 discarded\n');
    expect(storefront.keys.map(({ streamId }) => streamId)).toEqual(['product-b']);
  });

  it('asks the next replica where one is gone', async () => {
    await announce(gone, warehouse.url);
    expect((await on('replay', 'cart.product-replica', 'product-b')).code).toBe(0);
  });

  it.each([
    [
      ['replay', 'cart.nobody'],
      'Nothing is parked for consumer cart.nobody: "whereabouts parked list" shows what is.\n',
    ],
    [
      ['discard', 'cart.product-replica', 'product-z'],
      'Nothing is parked under stream product-z for consumer cart.product-replica: "whereabouts parked list" shows what is.\n',
    ],
  ])('answers %j in one sentence with code 1', async (args, sentence) => {
    expect(await on(...args)).toEqual({ code: 1, out: '', err: sentence });
  });

  it('says which service does not answer', async () => {
    await announce(storefront.url, gone);
    expect(await on('list')).toEqual({
      ...{ code: 1, out: '' },
      err: `Service warehouse does not answer at ${gone}: see "whereabouts status".\n`,
    });
  });

  it('says that nothing runs there', async () => {
    const nowhere = join(data, 'nowhere');
    expect(await parked('list', '--data', nowhere)).toEqual({
      ...{ code: 1, out: '' },
      err: `Nothing is running in ${nowhere}: start it with "whereabouts up", or name its data directory with --data.\n`,
    });
  });

  it.each([
    [['replay'], 'Name a consumer to replay, or give --all; see "whereabouts --help".\n'],
    [['replay', 'cart.x', '--all'], 'Name a consumer to replay, or give --all; see "whereabouts --help".\n'],
    [['discard', 'cart.x'], 'Missing required argument \'stream\'; see "whereabouts --help".\n'],
    [
      ['discard', 'cart.x', 'a', '--up-to', '0'],
      "Option '--up-to <version>' argument '0' is invalid. Give a stream version, a whole number from 1; see \"whereabouts --help\".\n",
    ],
  ])('refuses %j with code 2', async (args, sentence) => {
    expect(await on(...args)).toEqual({ code: 2, out: '', err: sentence });
  });

  it.each([[[]], [['list']], [['replay']], [['discard']]])(
    'shows examples in the help of %j',
    async (command) => {
      const { code, out } = await parked(...command, '--help');
      expect(code).toBe(0);
      expect(out).toContain('Examples:\n  $ whereabouts parked ');
    },
  );
});
