/**
 * Keeps an aggregate's state and the events it recorded.
 *
 * State changes only in `evolve`, so the same class can be loaded from a row (`state` persistence) or replayed from a
 * stream (`events` persistence) and behaves the same.
 */
export abstract class AggregateRoot<State, Event extends { readonly type: string }> {
  private recorded: Event[] = [];

  /**
   * @param id the aggregate's identity
   * @param current its state at `currentVersion`
   * @param currentVersion version of the last event that happened to it; 0 for one that does not exist yet
   */
  protected constructor(
    readonly id: string,
    private current: State,
    private currentVersion: number,
  ) {}

  get state(): Readonly<State> {
    return this.current;
  }

  get version(): number {
    return this.currentVersion;
  }

  /** The events recorded since the aggregate was loaded, oldest first. Taking them empties the list. */
  pullEvents(): Event[] {
    const events = this.recorded;
    this.recorded = [];
    return events;
  }

  /** Applies events that already happened; used by event-sourced persistence. */
  replay(events: readonly Event[]): void {
    for (const event of events) this.advance(event);
  }

  protected record(event: Event): void {
    this.advance(event);
    this.recorded.push(event);
  }

  /** The state after `event`. Pure: neither reads a clock nor touches `state` in place. */
  protected abstract evolve(state: Readonly<State>, event: Event): State;

  private advance(event: Event): void {
    this.current = this.evolve(this.current, event);
    this.currentVersion += 1;
  }
}
