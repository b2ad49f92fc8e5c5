import { newId } from '@platform/domain';
import type { EmbeddedPostgres } from '@platform/embedded';

import type { Random } from '../data/random.js';
import { type Percentiles, percentiles } from '../load/latencies.js';
import { median, sum } from '@comparison/measure';
import { Account, accountStreams, type Accounts, deposit, STREAM } from './account.js';
import { type CpuUse, cpuUse, cpuUseEach } from './cpu-use.js';
import type { EventStoreOptions } from './event-store-options.js';
import { Ledger } from './ledger.js';
import { PlainInserts } from './plain-inserts.js';
import { type WriteStretch, writeStretch } from './write-stretch.js';

/** `append`: to the log in a unit of work. `change`: an aggregate loaded with its stream locked, changed and saved. */
export const WAYS = ['plain', 'append', 'change'] as const;
export type Way = (typeof WAYS)[number];

export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface Appends {
  readonly streams: number;
  readonly writers: number;
  readonly perSecond: Readonly<Record<Way, number>>;
  readonly latency: Readonly<Record<Way, Percentiles>>;
  /** Per write, in µs. */
  readonly cpu: Readonly<Record<Way, CpuUse>>;
  /** Writes that took too long for the product, which told so. */
  readonly givenUp: Readonly<Record<Way, number>>;
  /** Over the plain inserts before it. */
  readonly ratio: Readonly<Record<Exclude<Way, 'plain'>, Ratio>>;
}

type Measured = WriteStretch & { readonly cpu: CpuUse };

const MANY = 1_000;

/** One event per transaction, whichever way; the ways take turns, so that a drift of the machine meets all of them. */
export async function measureAppends(
  postgres: EmbeddedPostgres,
  { writers, seconds, repeats }: EventStoreOptions,
  random: Random,
  step: (what: string) => void,
): Promise<Appends[]> {
  const connections = Math.max(...writers);
  const ledger = await Ledger.open(postgres, 'appends', connections);
  const plain = await PlainInserts.open(ledger, connections);
  try {
    const accounts = accountStreams(ledger.unit, ledger.log);
    const found: Appends[] = [];
    const written = { plain: 0, log: 0, unknown: 0 };
    for (const streams of [1, MANY])
      for (const count of writers) {
        const ids = Array.from({ length: streams }, () => random.uuid());
        await begin(ledger, ids);
        written.log += streams;
        const writes = waysTo(ledger, plain, accounts, () => ids[random.below(ids.length)] ?? '');
        const stretches: Record<Way, Measured[]> = { plain: [], append: [], change: [] };
        for (let repeat = 1; repeat <= repeats; repeat += 1)
          for (const way of WAYS) {
            step(`${count} writers, ${streams} streams, ${repeat} of ${repeats}: ${way}`);
            const before = cpuUse(postgres);
            const stretch = await writeStretch(count, seconds, writes[way]);
            const cpu = cpuUseEach(before, cpuUse(postgres), stretch.writes);
            stretches[way].push({ ...stretch, cpu });
            written[way === 'plain' ? 'plain' : 'log'] += stretch.writes;
            written.unknown += stretch.givenUp;
          }
        found.push(appends(streams, count, stretches));
      }
    for (const [table, rows] of [
      ['plain.event', written.plain],
      ['ledger.event', written.log],
    ] as const) {
      const count = await ledger.count(table);
      // Whose answer was not waited for may have been committed all the same.
      if (count < rows || count > rows + written.unknown)
        throw new Error(`${rows} rows were written to ${table}; there are ${count}.`);
    }
    return found;
  } finally {
    await plain.close();
    await ledger.close();
  }
}

/** Every stream is there before it is measured: a head that is not there yet cannot be waited at. */
async function begin({ unit, log }: Ledger, ids: readonly string[]): Promise<void> {
  await unit.run(() => {
    for (const id of ids) log.append(`${STREAM}-${id}`, [deposit(newId())]);
    return Promise.resolve();
  });
}

function waysTo(
  { unit, log }: Ledger,
  plain: PlainInserts,
  accounts: Accounts,
  pick: () => string,
): Record<Way, () => Promise<unknown>> {
  return {
    plain: () => plain.insert(`${STREAM}-${pick()}`),
    append: () =>
      unit.run(() => {
        log.append(`${STREAM}-${pick()}`, [deposit(newId())]);
        return Promise.resolve();
      }),
    change: () => {
      const id = pick();
      return unit.run(async () => {
        const account = (await accounts.load([id])).get(id) ?? new Account(id);
        account.deposit(deposit(newId()).data);
        accounts.save(account);
      });
    },
  };
}

function appends(streams: number, writers: number, stretches: Record<Way, Measured[]>): Appends {
  const each = <T>(of: (way: Way) => T) =>
    Object.fromEntries(WAYS.map((way) => [way, of(way)])) as Record<Way, T>;
  const ratio = (way: Way): Ratio => {
    const ratios = stretches[way].map(
      ({ perSecond }, index) => perSecond / (stretches.plain[index]?.perSecond ?? Number.NaN),
    );
    return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
  };
  return {
    ...{ streams, writers },
    perSecond: each((way) => sum(stretches[way].map(({ perSecond }) => perSecond)) / stretches[way].length),
    latency: each((way) => percentiles(stretches[way].map(({ latencies }) => latencies))),
    cpu: each((way) => ({
      own: median(stretches[way].map(({ cpu }) => cpu.own)),
      postgres: median(stretches[way].map(({ cpu }) => cpu.postgres)),
    })),
    givenUp: each((way) => sum(stretches[way].map(({ givenUp }) => givenUp))),
    ratio: { append: ratio('append'), change: ratio('change') },
  };
}
