import { type DynamicModule, Module } from '@nestjs/common';
import { HttpModule } from '@platform/http';
import type { MessageTransport } from '@platform/messaging';
import { type CrashPoints, PersistenceModule } from '@platform/persistence';
import type { EventStoreConfiguration } from '@platform/profile';

import { Archive } from './archive/archive.js';
import { ArchiveFigures } from './archive/archive-figures.js';
import { ArchiveHints } from './archive/archive-hints.js';
import { ArchiveObserver } from './archive/archive-observer.js';
import { ArchiveReader } from './archive/archive-reader.js';
import { CreateArchive1767000000700 } from './archive/create-archive.migration.js';
import { StreamRows } from './archive/stream-rows.js';
import { Upkeep } from './archive/upkeep.js';
import { MODULES, PEERS, TRANSPORT } from './event-store.tokens.js';
import { GapFiller } from './gaps/gap-filler.js';
import { GapRows } from './gaps/gap-rows.js';
import { HttpOwnerOfEvents } from './gaps/http-owner-of-events.js';
import { OwnerOfEvents } from './gaps/owner-of-events.js';
import { Reconciliation } from './gaps/reconciliation.js';
import { ArchivedLanes } from './intake/archived-lanes.js';
import { Intake } from './intake/intake.js';
import { RefusedMessages } from './intake/refused-messages.js';
import { ArchiveMonitoring } from './monitoring/archive-monitoring.js';
import { EventFeed } from './reading/event-feed.js';
import { EventsController } from './reading/events.controller.js';
import { FiguresController } from './reading/figures.controller.js';
import { StreamsController } from './reading/streams.controller.js';
import { SubscribeController } from './reading/subscribe.controller.js';
import { RefillController } from './refill/refill.controller.js';

/** As a module of the platform: its schema and its role. */
export const EVENT_STORE = { name: 'event-store', schema: 'event_store' };

@Module({})
export class EventStoreModule {
  static of(
    { database, modules, peers }: EventStoreConfiguration,
    transport: MessageTransport,
    crashPoints?: CrashPoints,
  ): DynamicModule {
    const { name: module, schema } = EVENT_STORE;
    const placement = { databases: [database], modules: [{ module, schema, database: database.name }] };
    return {
      module: EventStoreModule,
      imports: [
        HttpModule.forRoot({ title: 'Whereabouts event store', version: '1' }),
        PersistenceModule.forRoot(placement, crashPoints),
        PersistenceModule.forModule({ name: module, migrations: [CreateArchive1767000000700] }),
      ],
      controllers: [
        StreamsController,
        EventsController,
        SubscribeController,
        FiguresController,
        RefillController,
      ],
      providers: [
        { provide: MODULES, useValue: modules },
        { provide: PEERS, useValue: peers },
        { provide: TRANSPORT, useValue: transport },
        { provide: OwnerOfEvents, useClass: HttpOwnerOfEvents },
        ...[Archive, ArchiveFigures, ArchiveHints, ArchiveObserver, ArchiveReader, StreamRows, Upkeep],
        ...[
          GapFiller,
          GapRows,
          Reconciliation,
          ArchivedLanes,
          Intake,
          RefusedMessages,
          ArchiveMonitoring,
          EventFeed,
        ],
      ],
    };
  }
}
