import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { MessageTransport } from '@platform/messaging';

import { Archive } from '../archive/archive.js';
import { ArchiveObserver } from '../archive/archive-observer.js';
import { MODULES, TRANSPORT } from '../event-store.tokens.js';
import { ArchiveLane } from './archive-lane.js';
import { ArchivedLanes } from './archived-lanes.js';
import { ArchiveSubscriber } from './archive-subscriber.js';
import { Reconciliation } from '../gaps/reconciliation.js';
import { RefusedMessages } from './refused-messages.js';

/** Lets the transport feed the archive. */
@Injectable()
export class Intake implements OnModuleDestroy {
  private started = false;

  constructor(
    @Inject(TRANSPORT) private readonly transport: MessageTransport,
    @Inject(MODULES) private readonly modules: readonly string[],
    private readonly archive: Archive,
    private readonly refused: RefusedMessages,
    private readonly observer: ArchiveObserver,
    private readonly lanes: ArchivedLanes,
    private readonly reconciliation: Reconciliation,
  ) {}

  /** Resolves whether the broker is there or not. */
  async start(): Promise<void> {
    this.started = true;
    const { archive, refused, observer } = this;
    const subscriber = new ArchiveSubscriber(
      this.modules,
      (name) => new ArchiveLane(name, archive, refused, observer),
      this.lanes,
      () => this.reconciliation.request(),
    );
    await this.transport.start([subscriber]);
  }

  /** What is in hand is finished and acknowledged before the database goes. */
  async onModuleDestroy(): Promise<void> {
    if (this.started) await this.transport.stop();
  }
}
