import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entriesOf } from '../history/operation.js';
import { order, Scribe } from '../testing/history.fixture.js';
import { exportHistory } from './export-history.js';

const ana = { customerId: 'ana' };
const oil = { productId: 'oil' };

describe('an exported history', () => {
  let directory: string;
  beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'whereabouts-export-'))));
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const exported = async (scribe: Scribe, format: 'edn' | 'json' = 'json') => {
    const [history, target] = [join(directory, 'history.ndjson'), join(directory, `history.${format}`)];
    await writeFile(
      history,
      entriesOf(scribe.operations)
        .map((entry) => `${JSON.stringify(entry)}\n`)
        .join(''),
    );
    await exportHistory(history, format, target);
    return (await readFile(target, 'utf8')).trimEnd().split('\n');
  };
  const events = async (scribe: Scribe) =>
    (await exported(scribe)).map(
      (line) =>
        JSON.parse(line) as { index: number; type: string; process: number; time: number; value: unknown },
    );
  const ended = async (scribe: Scribe) =>
    (await events(scribe))
      .filter(({ type, process }) => type !== 'invoke' && process >= 0)
      .map(({ type, value }) => [type, value]);

  it('appends orders to the list of their customer, which a list of orders reads, oldest first', async () => {
    const scribe = new Scribe();
    scribe.did('checkout', {
      from: 0,
      to: 1,
      input: { ...ana, idempotencyKey: 'k' },
      status: 201,
      body: order('o-1'),
    });
    scribe.did('checkout', {
      from: 2,
      to: 3,
      input: { ...ana, idempotencyKey: 'l' },
      status: 202,
      body: order('o-2'),
    });
    scribe.did('read-orders', {
      from: 4,
      to: 5,
      input: ana,
      body: { items: [{ id: 'o-2' }, { id: 'o-1' }], whole: true },
    });
    expect(await ended(scribe)).toEqual([
      ['ok', [['append', 'orders/ana', 'o-1']]],
      ['ok', [['append', 'orders/ana', 'o-2']]],
      ['ok', [['r', 'orders/ana', ['o-1', 'o-2']]]],
    ]);
  });

  it('has one append for all tries under one key, and leaves open what was never answered', async () => {
    const scribe = new Scribe();
    scribe.did('checkout', { from: 0, to: 1, input: { ...ana, idempotencyKey: 'k' }, type: 'info' });
    scribe.did('checkout', {
      by: 1,
      from: 2,
      to: 3,
      input: { ...ana, idempotencyKey: 'k' },
      status: 201,
      body: order('o-1'),
    });
    scribe.did('checkout', {
      by: 2,
      from: 4,
      to: 5,
      input: { ...ana, idempotencyKey: 'lost' },
      type: 'info',
    });
    scribe.did('checkout', {
      by: 3,
      from: 6,
      to: 7,
      input: { ...ana, idempotencyKey: 'refused' },
      type: 'fail',
      status: 409,
    });
    expect(await ended(scribe)).toEqual([
      ['ok', [['append', 'orders/ana', 'o-1']]],
      ['info', [['append', 'orders/ana', 'unknown lost']]],
    ]);
  });

  it('appends revisions to the list of their product, which a read by id reads; what was loaded is there before', async () => {
    const scribe = new Scribe();
    scribe.did('read-product', { from: 0, to: 1, input: oil, body: { revision: 2 } });
    scribe.did('change-price', { from: 2, to: 3, input: { ...oil, revision: 2 }, body: { revision: 3 } });
    scribe.did('change-price', {
      by: 1,
      from: 2,
      to: 3,
      input: { ...oil, revision: 2 },
      type: 'fail',
      status: 412,
    });
    scribe.did('change-price', { by: 2, from: 4, to: 5, input: { ...oil, revision: 3 }, type: 'info' });
    scribe.did('read-product', { from: 6, to: 7, input: oil, body: { revision: 4 } });
    expect(await ended(scribe)).toEqual([
      ['ok', [['r', 'product/oil', [1, 2]]]],
      ['ok', [['append', 'product/oil', 3]]],
      ['fail', [['append', 'product/oil', 'unknown 2']]],
      ['ok', [['r', 'product/oil', [1, 2, 3, 4]]]],
      ['info', [['append', 'product/oil', 4]]],
    ]);
    const [loaded] = (await events(scribe)).filter(({ process, type }) => process === -1 && type === 'ok');
    expect(loaded?.value).toEqual([
      ['append', 'product/oil', 1],
      ['append', 'product/oil', 2],
    ]);
  });

  it('is in the order of time, rising by one, and asks for a read without knowing it', async () => {
    const scribe = new Scribe();
    scribe.did('read-product', { from: 1, to: 4, input: oil, body: { revision: 1 } });
    scribe.did('read-product', { by: 1, from: 2, to: 3, input: oil, body: { revision: 1 } });
    const told = await events(scribe);
    expect(told.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(told.map(({ process, type }) => `${process} ${type}`)).toEqual([
      '-1 invoke',
      '-1 ok',
      '0 invoke',
      '1 invoke',
      '1 ok',
      '0 ok',
    ]);
    expect(told.map(({ time }) => time)).toEqual(
      [...told.map(({ time }) => time)].sort((one, other) => one - other),
    );
    expect(told[2]?.value).toEqual([['r', 'product/oil', null]]);
  });

  it('is a map of EDN per line, too', async () => {
    const scribe = new Scribe();
    scribe.did('read-product', { from: 0, to: 1, input: oil, body: { revision: 2 } });
    expect((await exported(scribe, 'edn')).slice(1)).toEqual([
      '{:index 1, :type :ok, :process -1, :time 500000, :f :txn, :value [[:append "product/oil" 1] [:append "product/oil" 2]]}',
      '{:index 2, :type :invoke, :process 0, :time 1000000, :f :txn, :value [[:r "product/oil" nil]]}',
      '{:index 3, :type :ok, :process 0, :time 1001000000, :f :txn, :value [[:r "product/oil" [1 2]]]}',
    ]);
  });
});
