/** A customer of the marketplace, who is in one session at a time. */
export interface Customer {
  readonly id: string;
  readonly index: number;
  /** What earlier sessions left; unknown while a checkout may still be under way. */
  cart: 'empty' | 'filled' | 'unknown';
}

type State = 'free' | 'busy' | 'set aside';

/** Who is free. The one that is wanted, or the next: a busy one only gives way, the list of transactions stays the same. */
export class Customers {
  private readonly all: readonly Customer[];
  private readonly states: State[];

  constructor(ids: readonly string[]) {
    this.all = ids.map((id, index) => ({ id, index, cart: 'empty' }));
    this.states = ids.map(() => 'free');
  }

  /** Those whose checkout ended nobody knows how come last: their carts may still be sealed. */
  take(wanted: number): Customer | undefined {
    const found = this.find(wanted, 'free') ?? this.find(wanted, 'set aside');
    if (found) this.states[found.index] = 'busy';
    return found;
  }

  release({ index, cart }: Customer): void {
    this.states[index] = cart === 'unknown' ? 'set aside' : 'free';
  }

  /** For another stretch: whatever was under way has had time to end. */
  callBack(): void {
    for (const [index, state] of this.states.entries())
      if (state === 'set aside') this.states[index] = 'free';
  }

  private find(wanted: number, state: State): Customer | undefined {
    for (let step = 0; step < this.all.length; step += 1) {
      const at = (wanted + step) % this.all.length;
      if (this.states[at] === state) return this.all[at];
    }
    return undefined;
  }
}
