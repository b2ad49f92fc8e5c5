import type { ConsumerDefinition, Lane, Subscriber } from '@platform/messaging';

import type { ArchivedLanes } from './archived-lanes.js';

/** Every event of some modules, as it is: the archive reads envelopes and never data, so it knows no types. */
export class ArchiveSubscriber implements Subscriber {
  readonly types = 'all';
  readonly everyEventOf: ReadonlySet<string>;
  readonly consumer: ConsumerDefinition = {
    name: 'event-store.archive',
    module: 'event-store',
    handlers: new Map(),
  };

  /** Where the groups stood of lanes that are read again, by lane. */
  private readonly stood = new Map<string, number>();
  /** The archive's database may come from a dump, with what is archived set back and the group's positions not. */
  readonly restored = {
    lacks: async (lane: string): Promise<boolean> => {
      const setBack = await this.lanes.setBack(lane);
      if (!setBack) return false;
      this.stood.set(lane, setBack.stood);
      if (setBack.isForgotten) this.lost();
      return true;
    },
    caughtUp: async (lane: string): Promise<void> => {
      const stood = this.stood.get(lane);
      if (stood !== undefined) await this.lanes.caughtUp(lane, stood);
      this.stood.delete(lane);
    },
  };

  constructor(
    modules: readonly string[],
    private readonly makeLane: (name: string) => Lane,
    private readonly lanes: Pick<ArchivedLanes, 'setBack' | 'caughtUp'>,
    private readonly lost: () => void,
  ) {
    this.everyEventOf = new Set(modules);
  }

  listensTo(sourceModule: string): boolean {
    return this.everyEventOf.has(sourceModule);
  }

  lane(name: string): Lane {
    return this.makeLane(name);
  }

  forgotten(): void {
    this.lost();
  }
}
