import type { ConsumerDefinition, Lane, Subscriber } from '@platform/messaging';

/** Every event of some modules, as it is: the archive reads envelopes and never data, so it knows no types. */
export class ArchiveSubscriber implements Subscriber {
  readonly types = 'all';
  readonly everyEventOf: ReadonlySet<string>;
  readonly consumer: ConsumerDefinition = {
    name: 'event-store.archive',
    module: 'event-store',
    handlers: new Map(),
  };

  constructor(
    modules: readonly string[],
    private readonly makeLane: (name: string) => Lane,
  ) {
    this.everyEventOf = new Set(modules);
  }

  listensTo(sourceModule: string): boolean {
    return this.everyEventOf.has(sourceModule);
  }

  lane(name: string): Lane {
    return this.makeLane(name);
  }
}
