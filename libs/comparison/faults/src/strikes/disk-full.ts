import { partName, type Part } from '@platform/profile';
import { execFile } from 'node:child_process';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FaultNotPossible } from '../fault.js';
import { noWorseThanLoss, outageOf } from '../look/expect-outage.js';
import { guarded } from '../processes/guarded.js';
import { copyProfile } from '../wires/profile-copy.js';
import { openDatabase, type OwnDatabase } from './own-database.js';
import type { PlayableFault, StrikeScene } from './strike.js';

const run = promisify(execFile);

/** Room for a new cluster, its write-ahead log and what a short run writes. */
const SIZE_MB = 512;
const settings = { min_wal_size: '32MB', max_wal_size: '96MB', shared_buffers: '64MB' };
/** Until what had found room before is used up, too. */
const TAKES_HOLD_MS = 5_000;
/** What a tmpfs says it is. */
const TMPFS_MAGIC = 0x01021994;

interface Disk {
  readonly mount: string;
  readonly database: OwnDatabase;
}

/** One database on a small file system of its own, which then fills up. */
export function diskFull(part: Part): PlayableFault {
  const name = partName(part);
  let disk: Disk | undefined;
  return {
    id: `disk-full:${part.name}`,
    ...{ kind: 'disk-full', part: name, title: `the disk of ${name} is full`, group: 'more', of: part },
    prepare: async (profileFile, directory) => {
      const mount = join(directory, 'disk');
      const postgres = join(mount, 'postgres');
      const release = guarded({ directory, mount, postgres });
      let isMounted = false;
      try {
        await mountSmall(mount);
        isMounted = true;
        const database = await openDatabase(part.name, postgres, settings);
        const close = async () => {
          disk = undefined;
          await database.close().finally(() => unmount(mount));
          release();
        };
        disk = { mount, database };
        const { url } = database;
        const copy = await copyProfile(profileFile, directory, { database: part.name, url });
        return { profileFile: copy, environment: {}, close };
      } catch (error) {
        const opened = disk?.database;
        disk = undefined;
        await opened?.close().catch(() => undefined);
        // What cannot be unmounted is left to the guard.
        const isGone =
          !isMounted ||
          (await unmount(mount).then(
            () => true,
            () => false,
          ));
        if (isGone) release();
        throw error;
      }
    },
    ready: async ({ seat, description }: StrikeScene) => {
      if (!disk) throw new FaultNotPossible(`${name} is on no disk of its own: the fault was not prepared.`);
      const { mount, database } = disk;
      const ballast = join(mount, 'ballast');
      await assertSmall(mount);
      const { unavailable, standStill } = outageOf(part, description);
      return {
        // Which writes still find room is chance.
        expected: noWorseThanLoss(part, description),
        ...{ standStill, unavailable, takesHoldMs: TAKES_HOLD_MS },
        begin: async () => {
          await fill(ballast);
          return async () => {
            await rm(ballast, { force: true });
            await database.restart(); // a server that cannot write its log ends itself
            await seat.untilReady();
            return [];
          };
        },
        close: () => rm(ballast, { force: true }),
      };
    },
  };
}

async function mountSmall(mount: string): Promise<void> {
  await mkdir(mount, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=755`, 'tmpfs', mount]);
  } catch {
    throw new FaultNotPossible(
      'No file system of a limited size can be mounted here: that takes Linux and the rights of root.',
    );
  }
}

async function unmount(mount: string): Promise<void> {
  await run('umount', [mount]).catch(() => run('umount', ['-l', mount]));
}

/** The machine's own disk must never be what fills up. */
async function assertSmall(mount: string): Promise<void> {
  const { type, blocks, bsize } = await statfs(mount);
  if (type === TMPFS_MAGIC && blocks * bsize <= SIZE_MB * 1024 * 1024) return;
  throw new FaultNotPossible(`${mount} is no file system of its own, so it is not filled.`);
}

async function fill(path: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (const size of [1024 * 1024, 4096]) {
      const zeros = Buffer.alloc(size);
      for (let isFull = false; !isFull;)
        isFull = await file.write(zeros).then(
          ({ bytesWritten }) => bytesWritten < size,
          (error: unknown) => {
            if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return true;
            throw error;
          },
        );
    }
  } finally {
    await file.close();
  }
}
