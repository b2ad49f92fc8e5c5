import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { HostedModules, LogHints } from '@platform/messaging';
import { CrashPoints, Databases, registerModule, type UnitOfWork } from '@platform/persistence';

import { CreateSnapshots1767000000300 } from '../create-snapshots.migration.js';
import { CreateProjections1767000000310 } from '../projection/create-projections.migration.js';
import type { RemadeRows } from '../inline/inline-projection.js';
import { InlineProjections } from '../inline/inline-projections.js';
import { LogRefill } from '../refill/log-refill.js';
import type { Projection } from '../projection/projection.js';
import { Projector } from '../projection/projector.js';
import { Projectors } from './projectors.js';

export interface EventSourcingOptions {
  readonly name: string;
  readonly projections?: (unit: UnitOfWork) => readonly Projection[];
  /** What a rebuild makes anew: inline projections, and rows beside streams. */
  readonly inline?: (unit: UnitOfWork) => readonly RemadeRows[];
}

/** What a module needs that keeps its aggregates as streams: tables for snapshots and projections, and what keeps those up. */
@Module({})
export class EventSourcingModule {
  /** Once per module, beside its `PersistenceModule.forModule` and `MessagingModule.forModule`. */
  static forModule({ name, projections = () => [], inline = () => [] }: EventSourcingOptions): DynamicModule {
    registerModule(name, {
      migrations: [CreateSnapshots1767000000300, CreateProjections1767000000310],
    });
    return {
      module: moduleClass(),
      providers: [
        {
          provide: Projectors,
          inject: [Databases, LogHints, HostedModules],
          useFactory: (databases: Databases, hints: LogHints, hosted: HostedModules) => {
            hosted.keepLogOf(name);
            const unit = databases.unitOfWork(name);
            return new Projectors(
              name,
              projections(unit).map((each) => new Projector(unit, each, hints)),
            );
          },
        },
        {
          provide: InlineProjections,
          inject: [Databases],
          useFactory: (databases: Databases) => {
            const unit = databases.unitOfWork(name);
            return new InlineProjections(unit, inline(unit));
          },
        },
        {
          provide: LogRefill,
          inject: [Databases, InlineProjections, CrashPoints],
          useFactory: (
            databases: Databases,
            inlineProjections: InlineProjections,
            crashPoints: CrashPoints,
          ) => new LogRefill(databases.unitOfWork(name), inlineProjections, crashPoints),
        },
      ],
      exports: [Projectors, InlineProjections],
    };
  }
}

/** Nest tells dynamic modules apart by class; every module gets one of its own. */
function moduleClass(): Type {
  // eslint-disable-next-line @typescript-eslint/no-extraneous-class -- only its identity matters
  return class ModuleEventSourcing {};
}
