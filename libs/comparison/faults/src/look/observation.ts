import { setTimeout as pause } from 'node:timers/promises';
import type { Strike } from '../strikes/strike.js';
import { Copies, settled } from './copies.js';
import type { Seen } from './expectation.js';
import { LateParcel } from './late-parcel.js';
import { prepareProbes, probe, type Probes, servedAs } from './probes.js';
import type { Shop } from './shop.js';
import { asEver, decided, none, pathsText, recordedThough, refused, type Served } from './sight.js';
import { WatchedCheckout } from './watched-checkout.js';

/** How many checkouts are being charged when a part dies. */
const UNDER_WAY = 2;
/** How long the provider takes to charge these: less than the 2 s that a call inside a transaction may last. */
const CHARGE_MS = 1_800;
/** How long they usually take to come to it. */
const LEAD_MS = 1_000;
/** How long a parcel usually takes to be on its way. */
const PARCEL_MS = 500;
/** Longer than the 5 s within which an outage has to be told of: who says nothing hangs. */
const PATIENCE_MS = 8_000;

type During = Omit<Seen, 'afterwards' | 'checkout' | 'proof'> & { readonly answered: Served };

/** Watches what a fault does, with things of its own beside whatever load there is. */
export class Observation {
  #underWay: readonly WatchedCheckout[] = [];
  #seen: During | undefined;
  #recorded: boolean | undefined;

  private constructor(
    private readonly shop: Shop,
    private readonly strike: Strike,
    private readonly signal: AbortSignal | undefined,
    private readonly probes: Probes,
    private readonly checkout: WatchedCheckout,
    private readonly waiting: readonly WatchedCheckout[],
    private readonly parcel: LateParcel,
    private readonly copies: Copies,
  ) {}

  /** Before there is load: something of every kind, and filled carts. */
  static async prepare(shop: Shop, strike: Strike, signal: AbortSignal | undefined): Promise<Observation> {
    const ahead = strike.expected.underWay ? UNDER_WAY : 0;
    const [probes, before, parcel, checkout, ...waiting] = await Promise.all([
      prepareProbes(shop),
      WatchedCheckout.approved(shop, signal),
      LateParcel.prepare(shop),
      WatchedCheckout.prepare(shop),
      ...Array.from({ length: ahead }, () => WatchedCheckout.prepare(shop)),
    ]);
    const copies = new Copies(shop, { customerId: before.customerId, parcel, checkout });
    return new Observation(shop, strike, signal, probes, checkout, waiting, parcel, copies);
  }

  /** How long before the fault there is something to be done. */
  get leadMs(): number {
    return this.waiting.length === 0 ? PARCEL_MS : PARCEL_MS + LEAD_MS;
  }

  /** Has a parcel on its way and some checkouts being charged. @returns has the provider behave as before, where it has been changed */
  async beforehand(): Promise<() => Promise<void>> {
    await this.parcel.send(this.signal);
    if (this.waiting.length === 0) return () => Promise.resolve();
    const { seat } = this.shop;
    const before = await seat.behaviour();
    const restore = () => seat.behave(before);
    try {
      await seat.behave({ ...before, delayMs: CHARGE_MS, hangRate: 0, loseReplyRate: 0 });
      // Where all happens in one transaction nothing is answered before it ends.
      for (const checkout of this.waiting) checkout.send(0).catch(() => undefined);
      await Promise.all(this.waiting.map((checkout) => checkout.isCharged(this.signal)));
      this.#underWay = this.waiting;
    } catch {
      this.signal?.throwIfAborted(); // else too slow to be caught in the act: nothing is said of them
      this.#underWay = [];
    }
    return restore;
  }

  /** Looks at everything while the fault lasts, the last time when `ms` are almost over. */
  async meanwhile(ms: number): Promise<void> {
    const ends = performance.now() + ms;
    const left = () => ends - performance.now();
    const isOver = () => left() < 1_000;
    const { standStill, unavailable, expected, takesHoldMs = 0 } = this.strike;
    const canChange = standStill.filter((copy) => ![copy.at, copy.of].some((of) => unavailable.includes(of)));
    await this.copies.change(canChange);
    await pause(Math.min(takesHoldMs, ms / 2));
    const patience = Math.max(1_000, Math.min(PATIENCE_MS, left() - 1_500));
    const wait = Math.max(1, Math.floor(patience / 1_000) - 2);
    const [served, answered] = await Promise.all([
      probe(this.shop.seat, this.probes, patience),
      servedAs((signal) => this.checkout.send(wait, signal), patience),
    ]);
    const [, underWay, behind] = await Promise.all([
      settled(() => this.checkout.standsBefore(), expected.stands?.says ?? decided, isOver),
      Promise.all(
        this.#underWay.map((one) => settled(() => one.standsBefore(), expected.underWay?.says ?? '', isOver)),
      ),
      this.copies.behind(served, standStill, isOver),
    ]);
    await pause(Math.max(0, left()));
    this.#seen = {
      paths: pathsText([...served].filter(([, how]) => how !== asEver)),
      // What waits has not gone on behind our back.
      stands: await this.checkout.standsBefore(),
      underWay: alike(underWay) || none,
      ...{ behind, served, answered },
    };
  }

  /** When the part is back: how everything ends, `within` so much time. */
  async afterwards(withinMs: number): Promise<string> {
    this.#recorded = await this.checkout.isRecorded();
    const all = [this.checkout, ...this.#underWay];
    const ends = all.map((one) => one.end(withinMs, this.signal).catch((error: unknown) => String(error)));
    return alike(await Promise.all(ends));
  }

  /** @throws Error when nothing was looked at while the fault lasted */
  seen(afterwards: string, proof?: string): Seen {
    if (!this.#seen) throw new Error('Nothing was looked at while the fault lasted.');
    const { answered, underWay, ...sight } = this.#seen;
    const wasCaught = this.#underWay.length > 0;
    return {
      ...sight,
      underWay: wasCaught ? underWay : 'none was caught in the act',
      checkout: checkoutOf(answered, this.#recorded === true),
      afterwards,
      ...(proof !== undefined && { proof }),
    };
  }
}

/** What all of them say, or everything that one of them says. */
function alike(said: readonly string[]): string {
  return [...new Set(said)].join(' | ');
}

function checkoutOf(answered: Served, recorded: boolean): string {
  switch (answered) {
    case '201':
      return 'goes on';
    case '202':
      return 'is taken';
    case '503':
    case 'no-connection':
    case 'hangs':
      return recorded ? recordedThough(answered) : refused;
    default:
      return answered;
  }
}
