import type { Behaviour } from '@comparison/checkers/stored';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { RestoredDeployment } from '../support/crash/restored-deployment.js';
import type { Play } from '../support/crash/stage.js';
import { eventually } from '../support/e2e/eventually.js';
import { printMatrix } from '../support/print-matrix.js';
import { verdictRow } from '../support/crash/verdict-row.js';

/**
 * The database of one module is lost under load and restored from a dump that is older than what others have heard of it, into a new
 * cluster. What it had recorded comes back from the archive, what it had received from there and from the broker; sagas that an
 * orchestrator has lost begin again from the commands that the broker still has. What was never relayed would be lost: here every
 * service ends in order. Every run tries one module; `CRASH_ALL=1` all of them by both coordinations, `RESTORED_MODULES` those it names.
 */
const all = process.env['CRASH_ALL'] === '1';
const every = ['cart', 'product', 'stock', 'order', 'payment', 'shipment'];
const chosen = process.env['RESTORED_MODULES']?.split(',') ?? (all ? every : undefined);
const plays = [
  ['choreography', chosen ?? ['payment']],
  ...(chosen ? ([['orchestration', chosen]] as const) : []),
] as const;
const invariants = ['A1', 'A2', 'A3', 'A4', 'M1', 'M2', 'S1', 'S2', 'D1', 'E1', 'O1', 'Q1'] as const;

jest.setTimeout(all ? 3_600_000 : 600_000);

const behaviour: Behaviour = { declineRate: 0.15, loseReplyRate: 0.2, seed: 7 };
const play: Play = {
  ...{ seed: 3, shoppers: 12, checkouts: 4, itemsAtMost: 2 },
  ...{ products: 4, pieces: 60, withinMs: 150_000 },
};

describe.each(plays)('modules kept as events, by %s', (checkout, modules) => {
  const matrix: string[][] = [['whose database was restored', 'checkouts', 'took', ...invariants]];
  let deployment: RestoredDeployment;

  beforeAll(async () => {
    deployment = await RestoredDeployment.open(checkout, modules, behaviour);
  });
  afterAll(async () => {
    await deployment.close();
    printMatrix(`Invariants after a restore, by ${checkout}`, matrix);
  });

  it.each([...modules])('have lost and doubled nothing when that of "%s" was restored', async (module) => {
    const since = Date.now();
    const { stage } = deployment;
    await stage.provider.behave(behaviour);
    const scene = await stage.setScene(play);
    const opened = async (): Promise<number> => {
      const [row] = await stage.databases.query<{ opened: number }>(
        'order',
        `SELECT count(*)::int AS opened FROM "order".event WHERE type = 'order.pending'`,
      );
      return row?.opened ?? 0;
    };
    const before = await opened();
    const until = (orders: number) =>
      eventually(async () => (await opened()) >= before + orders, `${orders} orders were opened`, {
        withinMs: 60_000,
      });

    /** Its service dies amid getting back its log, and amid what its consumers have lost; what is started next goes on. */
    async function startThroughDeaths(service: string): Promise<void> {
      const { deployment: restarted } = stage;
      const amidLog = await restarted.arm('refill.appended', 1, { service });
      const starting = restarted.start().then(
        () => true,
        () => false,
      );
      await eventually(() => restarted.hasDied(amidLog), 'it dies amid a refill of its log', {
        withinMs: 120_000,
      });
      const amidEvents = await restarted.arm('refill.brought', 1, { service });
      if (!(await starting)) await restarted.start();
      await restarted.outlive(amidEvents, 'it dies amid a refill of its consumers', { withinMs: 60_000 });
    }

    const playing = stage.play(scene, play);
    await until(10);
    const dump = await deployment.dump(module);
    await until(24);
    await stage.deployment.stop();
    await deployment.restore(module, dump);
    // What it keeps beside its events is archived by nobody: it starts when somebody has accepted that.
    if (checkout === 'orchestration' && module === 'order') await deployment.accept(module);
    // By orchestration it hears of sagas by commands and replies, which come from the broker.
    await (checkout === 'choreography' ? startThroughDeaths(module) : stage.deployment.start());
    const played = await playing;

    await stage.provider.behave({});
    await stage.letClaimsRunOut();
    await stage.quiescent(90_000);
    const found = await stage.judge(played);
    matrix.push(verdictRow(module, played, since, invariants, found));
    expect(found).toEqual([]);
    await eventually(async () => {
      const { log, archive } = await deployment.recorded(module);
      return log.length === archive.length;
    }, 'everything is archived');
    const { log, archive } = await deployment.recorded(module);
    expect(archive).toEqual(log);
  });
});
