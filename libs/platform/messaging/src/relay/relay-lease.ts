import type { UnitOfWork } from '@platform/persistence';

/** The relay was outrun: another process holds the lease now, and nothing of ours may be written. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor(module: string) {
    super(`The relay of module "${module}" lost its lease to another process.`);
  }
}

/**
 * Makes one process the relay of a module's log. Every acquisition raises the epoch, in the lease and in all cursors, so that
 * a holder which slept through its expiry can no longer move a cursor (fencing).
 *
 * On the reserved pool: a lease that waited for a connection behind the work it covers would expire because of that work.
 */
export class RelayLease {
  private readonly schema: string;

  constructor(
    private readonly unit: UnitOfWork,
    /** Name of this replica, the same after a restart: it takes its own lease back without waiting for the expiry. */
    private readonly owner: string,
    private readonly leaseMs: number,
  ) {
    this.schema = `"${unit.schema}"`;
  }

  /** @returns the epoch; undefined while another process holds the lease */
  async acquire(): Promise<number | undefined> {
    return this.unit.apart(async () => {
      const [lease] = await this.unit.query<{ epoch: number }>(
        `UPDATE ${this.schema}.relay_lease
            SET owner = $1, epoch = epoch + 1, expires_at = clock_timestamp() + $2 * interval '1 ms'
          WHERE expires_at < clock_timestamp() OR owner = $1 RETURNING epoch`,
        [this.owner, this.leaseMs],
      );
      if (lease) await this.unit.query(`UPDATE ${this.schema}.reader_cursor SET epoch = $1`, [lease.epoch]);
      return lease?.epoch;
    });
  }

  /** @throws LeaseLostError */
  async renew(epoch: number): Promise<void> {
    const renewed = await this.unit.apart(() =>
      this.unit.query(
        `UPDATE ${this.schema}.relay_lease SET expires_at = clock_timestamp() + $2 * interval '1 ms'
          WHERE epoch = $1 RETURNING 1`,
        [epoch, this.leaseMs],
      ),
    );
    if (renewed.length === 0) throw new LeaseLostError(this.unit.module);
  }

  /** Lets another process take over at once. */
  async release(epoch: number): Promise<void> {
    await this.unit.apart(() =>
      this.unit.query(
        `UPDATE ${this.schema}.relay_lease SET expires_at = '-infinity', owner = '' WHERE epoch = $1`,
        [epoch],
      ),
    );
  }
}
