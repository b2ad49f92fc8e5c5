import { AggregateRoot } from '@platform/domain';
import { defineEvent, type EventOf } from '@platform/messaging';
import { z } from 'zod';

/** Version 1 counted without saying who: what it recorded is read for ever. */
export const Counted = defineEvent('tally.counted', 2, z.object({ by: z.int(), who: z.string() }), {
  1: (data) => ({ ...(data as { by: number }), who: 'somebody' }),
});
export const Closed = defineEvent('tally.closed', 1, z.object({}));

export type TallyEvent = EventOf<typeof Counted> | EventOf<typeof Closed>;
export interface TallyState {
  readonly sum: number;
  readonly last: string;
  readonly isClosed: boolean;
}

export class Tally extends AggregateRoot<TallyState, TallyEvent> {
  constructor(id: string, state: TallyState = { sum: 0, last: '', isClosed: false }, version = 0) {
    super(id, state, version);
  }

  count(by: number, who: string): void {
    this.record({ type: 'tally.counted', data: { by, who } });
  }

  close(): void {
    this.record({ type: 'tally.closed', data: {} });
  }

  protected evolve(state: TallyState, event: TallyEvent): TallyState {
    if (event.type === 'tally.closed') return { ...state, isClosed: true };
    return { ...state, sum: state.sum + event.data.by, last: event.data.who };
  }
}
