import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { Databases, registerModule } from '@platform/persistence';

import { AddLack1767000000210 } from '../delivery/add-lack.migration.js';
import { CreateInboxPurge1767000000220 } from '../delivery/create-inbox-purge.migration.js';
import { CreateInbox1767000000200 } from '../delivery/create-inbox.migration.js';
import { AddHeadPurge1767000000250 } from '../log/add-head-purge.migration.js';
import { AddStreamEnd1767000000110 } from '../log/add-stream-end.migration.js';
import { CreateMessageLog1767000000100 } from '../log/create-message-log.migration.js';
import { EventLog } from '../log/event-log.js';
import { LogHints } from '../log/log-hints.js';
import { TieLog1767000000240 } from '../log/tie-log.migration.js';
import { PostgresEventLog } from '../log/postgres-event-log.js';
import { MessagingLag } from '../monitoring/messaging-lag.js';
import { ParkedMessages } from '../parking/parked-messages.js';
import { HostedModules } from '../runtime/hosted-modules.js';
import { Retention } from '../runtime/retention.js';
import { AddRestore1767000000230 } from '../restored/add-restore.migration.js';
import { logPolicyOf, MESSAGING_OPTIONS, type MessagingOptions } from '../runtime/messaging-options.js';
import { MessagingRuntime } from '../runtime/messaging-runtime.js';
import { ConsumerRegistry } from './consumer-registry.js';
import { EventLogs } from './event-logs.js';
import { MessagingServer } from './messaging-server.js';

/** The tables that messaging keeps in the schema of every module that takes part. */
export const MESSAGING_MIGRATIONS = [
  CreateMessageLog1767000000100,
  AddStreamEnd1767000000110,
  CreateInbox1767000000200,
  AddLack1767000000210,
  CreateInboxPurge1767000000220,
  AddRestore1767000000230,
  TieLog1767000000240,
  AddHeadPurge1767000000250,
];

@Module({})
export class MessagingModule {
  /** Once per process: the transport, the relays and what people look at. Needs `PersistenceModule.forRoot`. */
  static forRoot(options: MessagingOptions = {}): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MESSAGING_OPTIONS, useValue: options },
        HostedModules,
        LogHints,
        Retention,
        ConsumerRegistry,
        EventLogs,
        MessagingRuntime,
        MessagingServer,
        MessagingLag,
        ParkedMessages,
      ],
      exports: [
        HostedModules,
        LogHints,
        Retention,
        MESSAGING_OPTIONS,
        ConsumerRegistry,
        EventLogs,
        MessagingServer,
        MessagingLag,
        ParkedMessages,
      ],
    };
  }

  /** Once per module: its log and inbox, and an {@link EventLog} of its own. */
  static forModule({ name }: { readonly name: string }): DynamicModule {
    registerModule(name, { migrations: MESSAGING_MIGRATIONS });
    return {
      module: moduleClass(),
      providers: [
        {
          provide: EventLog,
          inject: [Databases, LogHints, HostedModules, MESSAGING_OPTIONS],
          useFactory: (
            databases: Databases,
            hints: LogHints,
            hosted: HostedModules,
            options: MessagingOptions,
          ) => {
            hosted.add(name);
            return new PostgresEventLog(databases.unitOfWork(name), hints, logPolicyOf(options));
          },
        },
      ],
      exports: [EventLog],
    };
  }
}

/** Nest tells dynamic modules apart by class; every module gets one of its own. */
function moduleClass(): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- only its identity matters
  return class ModuleMessaging {};
}
