import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ComparedModule } from '@platform/profile';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataDirectory } from '../../deployment/data-directory.js';
import type { DeploymentPlan } from '../../deployment/deployment-plan.js';
import { writeJson } from '../../deployment/json-file.js';
import { recordOf } from '../../deployment/placement-record.js';
import { runCommand } from '../testing/run-command.js';
import { runRecover } from './run-recover.js';
import { broker, brokers, compared, entries, FakeLogs, plan, STREAM, stream } from './testing/fake-logs.js';

describe('whereabouts recover', () => {
  let data: string;
  let directory: DataDirectory;
  let logs: FakeLogs;
  const printed = { out: '', err: '' };

  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'whereabouts-recover-'));
    await chmod(data, 0o755);
    directory = new DataDirectory(data);
    logs = new FakeLogs();
    Object.assign(printed, { out: '', err: '' });
    await writeJson(directory.placement, recordOf(plan, broker, fresh));
  });
  afterEach(() => rm(data, { recursive: true }));

  const fresh = {
    ...{ deploymentId: 'deployment-0badcafe', demo: 'left out' as const },
    unfinished: { arriving: [], retiring: [] },
  };
  const recover = (wanted: readonly string[] = [], changes: Partial<Parameters<typeof runRecover>[0]> = {}) =>
    runRecover({
      ...{ plan, directory, entries, brokers, logs, modules: wanted, acceptLoss: false, json: false },
      ...{ restored: false, nothingLost: false, again: ['--profile', 'apart.yaml'] },
      output: { write: (text) => (printed.out += text) },
      errors: { write: (text) => (printed.err += text) },
      ...changes,
    });

  describe('of a module kept as rows that lacks something', () => {
    const accepts =
      '"whereabouts recover stock --accept-loss --profile apart.yaml" accepts that and lets it start.';
    beforeEach(() => {
      logs.found = [
        compared('stock', { beyond: [stream(STREAM, 4, 9), stream(`${STREAM.slice(0, -1)}8`, 1, 1)] }),
      ];
    });

    it('says what by kind of stream, what is lost and why, and changes nothing', async () => {
      await expect(recover()).rejects.toThrow(`stock would lose something for good: ${accepts}`);
      expect(logs.settled).toEqual([]);
      for (const text of [
        'stock: 10000 archived events compared\n',
        'stock, kept as state in stock.stock: restored from a dump, seen on 2026-03-02 08:00:00 UTC\n',
        'Beyond its log the Event Store has 7 events of 2 streams:\n',
        'Lost for good: what stock wrote into its rows with these events',
        'what it had recorded and not relayed when its database was lost',
        'Not to be told, as nobody archives it: which commands and replies it sent after the dump.',
        'takes again what it had not handled when the dump was taken: events from the Event Store',
      ])
        expect(printed.out).toContain(text);
      expect(printed.out).toMatch(
        /│ stock +│ 2 +│ 7 +│ 2026-03-01 10:00:00 +│ 2026-03-01 11:30:15 +│ stock-01890a5d/,
      );
    });

    it('lets it start when that is accepted, and says nothing more of it afterwards', async () => {
      await recover([], { acceptLoss: true });
      expect(logs.settled).toEqual([['stock']]);
      expect(printed.out).toContain('stock goes on after what it lost in 1 stream');
      expect(printed.out).toContain('"whereabouts up --profile apart.yaml" starts profile apart again.\n');
      await recover();
      expect(printed.out).toContain('No module is known to be restored.');
    });

    it('tells each stream to programs, and what happens to people', async () => {
      await expect(recover([], { json: true })).rejects.toThrow(accepts);
      expect(printed.err).toContain('stock: 10000 archived events compared\n');
      expect(JSON.parse(printed.out)).toMatchObject({
        profile: 'apart',
        modules: [
          {
            ...{ module: 'stock', verdict: 'loss', starts: false, settled: null, compared: 20 },
            missing: {
              ...{ streams: 2, events: 7, kinds: [{ kind: 'stock', streams: 2, events: 7 }] },
              list: [{ streamId: STREAM, from: 4, to: 9 }, { events: 1 }],
            },
          },
        ],
      });
    });
  });

  it('brings back at once what a module kept as events lacks, and settles what lacks nothing', async () => {
    logs.found = [compared('cart'), compared('order', { returns: 'all', beyond: [stream('order-1', 2, 4)] })];
    await recover();
    expect(logs.settled).toEqual([['cart', 'order']]);
    expect(printed.out).toContain('Nothing of 20 events that the Event Store has is missing.');
    expect(printed.out).toContain('order has got back 3 events');
  });

  it('asks for a word about sagas, which nobody archives', async () => {
    const lacking: Partial<ComparedModule> = {
      ...{ returns: 'events', keepsSagas: true, beyond: [stream('order-1', 2, 4)] },
    };
    logs.found = [compared('order', lacking)];
    await expect(recover()).rejects.toThrow('"whereabouts recover order --accept-loss --profile apart.yaml"');
    expect(printed.out).toContain('It gets these back, at their versions.');
    expect(printed.out).toContain('after the dump, and how far its sagas were.');
    await recover([], { acceptLoss: true });
    expect(logs.settled).toEqual([['order']]);
  });

  describe('without an Event Store', () => {
    const alone = (module: string, changes: Partial<ComparedModule> = {}) =>
      compared(module, { comparedWith: 'consumers', ...changes });

    it('says that nobody can tell, and that it takes a word then', async () => {
      logs.found = [alone('stock')];
      await expect(recover()).rejects.toThrow('--accept-loss');
      expect(printed.out).toContain('Without an Event Store nobody can tell all that is missing.');
      expect(printed.out).toContain('as many of the next events of stock would pass for it.');
      await recover([], { acceptLoss: true });
      expect(logs.settled).toEqual([['stock']]);
    });

    it('refuses modules that were restored together, which would take what comes next for what was lost', async () => {
      logs.found = [alone('stock'), alone('cart')];
      await expect(recover([], { acceptLoss: true })).rejects.toThrow(
        /^stock, cart cannot go on, .*: give the profile an Event Store, .*, say --nothing-lost\.$/,
      );
      await expect(recover(['stock'], { acceptLoss: true })).rejects.toThrow(
        'give the profile an Event Store',
      );
      expect(printed.out).toContain(
        'Others that were restored take from the broker again what stock published',
      );
      expect(logs.settled).toEqual([]);
    });

    it('settles them when nothing was written after the dump, unless others know better', async () => {
      logs.found = [alone('stock'), alone('cart', { beyond: [stream('cart-1', 2, 2)] })];
      await expect(recover([], { nothingLost: true, acceptLoss: true })).rejects.toThrow('cart cannot go on');
      expect(logs.settled).toEqual([['stock']]);
      logs.found = [alone('stock'), alone('cart')];
      await recover([], { nothingLost: true });
      expect(logs.settled.at(-1)).toEqual(['stock', 'cart']);
    });
  });

  it.each<[string, Partial<ComparedModule>]>([
    ['it has gone on since', { differing: [{ streamId: 'order-1', version: 3 }] }],
    [
      'the archive has a hole',
      { beyond: [stream('order-1', 5, 5)], lacking: [{ streamId: 'order-1', from: 4, to: 4 }] },
    ],
    ['there is no archive', { comparedWith: 'consumers', beyond: [stream('order-1', 2, 2)] }],
  ])(
    'refuses streams that cannot be made what they were, as %s, whatever is accepted',
    async (_, changes) => {
      logs.found = [compared('order', { returns: 'all', ...changes })];
      await expect(recover([], { acceptLoss: true })).rejects.toThrow(
        changes.comparedWith === 'consumers'
          ? 'order cannot go on, as without an Event Store nobody can tell'
          : 'The streams of order cannot be made what they were',
      );
      expect(logs.settled).toEqual([]);
    },
  );

  describe('of a module that was restored over what it had', () => {
    beforeEach(() => {
      logs.found = [compared('cart', { restoredAt: null })];
    });

    it('leaves it alone when it is only named and lacks nothing, and says what cannot be seen', async () => {
      await recover(['cart']);
      expect([logs.wanted, logs.settled]).toEqual([[['cart']], []]);
      expect(printed.out).toContain('not known to be restored');
      expect(printed.out).toContain('Inboxes cannot be compared: say --restored');
    });

    it('settles it when that is said, though nothing else tells, and though it was settled once before', async () => {
      await recover(['cart'], { restored: true });
      expect(printed.out).toContain('restored from a dump, as you say');
      await recover(['cart'], { restored: true });
      expect(logs.settled).toEqual([['cart'], ['cart']]);
    });

    it('is told by which words to accept what is lost', async () => {
      logs.found = [compared('cart', { restoredAt: null, beyond: [stream('cart-1', 2, 2)] })];
      await expect(recover(['cart'], { restored: true })).rejects.toThrow(
        '"whereabouts recover cart --restored --accept-loss --profile apart.yaml"',
      );
    });

    it('asks for names', async () => {
      await expect(recover([], { restored: true })).rejects.toThrow(/^Name the modules whose database was/);
    });
  });

  it('settles those that are named, and does not say that all start while another one does not', async () => {
    const beyond = [stream('product-1', 2, 2)];
    logs.found = [compared('cart', { beyond }), compared('stock', { beyond })];
    await expect(recover(['cart'], { acceptLoss: true })).rejects.toThrow(
      'stock would lose something for good: "whereabouts recover stock --accept-loss --profile apart.yaml"',
    );
    expect(logs.settled).toEqual([['cart']]);
    expect(printed.out).not.toContain('whereabouts up');
    const refilled = compared('order', { returns: 'all', beyond: [stream('order-1', 2, 2)] });
    logs.found = [compared('cart', { beyond }), compared('stock'), refilled];
    await expect(recover(['cart'], { acceptLoss: true })).rejects.toThrow(/^stock is not settled yet, /);
    await recover(['stock']);
    expect(logs.settled.at(-1)).toEqual(['stock']);
    expect(printed.out).toContain('"whereabouts up --profile apart.yaml" starts profile apart again.');
  });

  it('fails when it is stopped before it is through', async () => {
    logs.found = [compared('cart')];
    logs.settle = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')));
        process.emit('SIGTERM');
      });
    await expect(recover()).rejects.toThrow(/^It was stopped before it was through: run it again\.$/);
  });

  it.each<[string, readonly string[], Partial<DeploymentPlan>, RegExp]>([
    [
      'a module that is not there',
      ['stok'],
      {},
      /^There is no module stok in profile "apart": there are cart, order, stock\.$/,
    ],
    [
      'messages that stay in the process',
      [],
      { transport: 'in-process' },
      /"whereabouts up" starts it as it is\.$/,
    ],
    [
      'another deployment',
      [],
      { coordination: 'choreography' },
      /is another deployment \(a checkout was coordinated by/,
    ],
  ])('refuses %s in one sentence', async (_, wanted, changes, sentence) => {
    await expect(recover(wanted, { plan: { ...plan, ...changes } })).rejects.toThrow(sentence);
    expect(logs.wanted).toEqual([]);
  });

  it('refuses while somebody else works on the data directory', async () => {
    let refused: unknown;
    logs.compare = async () => {
      refused = await recover().catch((error: unknown) => error);
      return [];
    };
    await recover();
    expect(String(refused)).toMatch(
      /is in use by another "whereabouts up" \(process \d+\): run "whereabouts down"/,
    );
  });

  it.each([
    [['recover', '--accept-los'], /^Unknown option '--accept-los'; did you mean --accept-loss\?\n$/, 2],
    [['recover', '--profile', 'nowhere.yaml'], /^nowhere\.yaml: there is no such file/, 2],
    [['recover', '--data', 'nothing-there'], /^There is no data in .*nothing-there to recover\.\n$/, 1],
  ])('answers %j with one sentence', async (args, sentence, code) => {
    const ended = await runCommand(args, data);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toMatch(sentence);
  });

  it('asks for the file of a profile that does not ship', async () => {
    const { code, err } = await runCommand(['recover', '--data', data], data);
    expect(code).toBe(1);
    expect(err).toContain('was placed by profile "apart", which cannot be found by its name');
  });
});
