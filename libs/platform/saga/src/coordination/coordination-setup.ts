import { CommandBus } from '@nestjs/cqrs';
import { newId } from '@platform/domain';
import type { EventLogs } from '@platform/messaging';
import type { CrashPoints, Databases } from '@platform/persistence';

import { Choreography } from '../choreography/choreography.js';
import type { SagaDefinition } from '../definition/saga-definition.js';
import { Orchestration } from '../orchestration/orchestration.js';
import { Orchestrator } from '../orchestration/orchestrator.js';
import { SagaRows } from '../orchestration/saga-rows.js';
import type { Asked } from '../participation/asked.js';
import { Batches } from '../participation/batches.js';
import { EndSignals } from '../participation/end-signals.js';
import { ParticipantWorker } from '../participation/participant-worker.js';
import { Participation } from '../participation/participation.js';
import { Participations } from '../participation/participations.js';
import { SagaWork } from '../participation/saga-work.js';
import { Turnstiles } from '../participation/turnstile.js';
import type { SagaObserver } from '../saga-observer.js';
import { OpenSagas } from '../subject/open-sagas.js';
import { SubjectWorker } from '../subject/subject-worker.js';
import type { Coordination } from './coordination.js';
import { SagaPlans } from './saga-plans.js';

export type CoordinationStyle = 'choreography' | 'orchestration';

export interface SetupParts {
  readonly style: CoordinationStyle;
  readonly definitions: readonly SagaDefinition[];
  /** Hosted by this process. */
  readonly modules: readonly string[];
  /** Name of this replica, the same after a restart and no other's; drawn unless given. */
  readonly owner?: string | undefined;
  readonly databases: Databases;
  readonly commands: CommandBus;
  readonly crashPoints: CrashPoints;
  readonly observer: SagaObserver;
  readonly logs: EventLogs;
}

interface Worker {
  start(): void;
  wake(): void;
  stop(): Promise<void>;
}

/** Puts the parts of one process's coordination together. */
export class CoordinationSetup {
  readonly plans: SagaPlans;
  readonly participations: Participations;
  readonly coordination: Coordination;
  readonly signals = new EndSignals();
  readonly workers: readonly Worker[];
  private readonly turnstiles = new Turnstiles();
  private readonly byModule: ReadonlyMap<string, ParticipantWorker>;
  private readonly orchestrators = new Map<string, Orchestrator>();
  private readonly opened = new Map<string, OpenSagas>();

  constructor(private readonly parts: SetupParts) {
    const { definitions, modules, style, observer } = parts;
    this.plans = new SagaPlans(definitions);
    const participants = new Set(this.plans.all.flatMap((plan) => plan.participants));
    const hosted = modules.filter((module) => participants.has(module));
    this.participations = new Participations(hosted.map((module) => this.participation(module)));
    this.coordination = this.coordinated(style);
    this.byModule = new Map(
      this.participations.all.map((participation) => [participation.module, this.worker(participation)]),
    );
    const subjects = new Set(this.plans.all.map(({ subject }) => subject).filter((it) => hosted.includes(it)));
    this.workers = [
      ...this.byModule.values(),
      ...[...subjects].map(
        (module) =>
          new SubjectWorker(this.rounds(module), (error) => observer.failed(module, undefined, error)),
      ),
    ];
  }

  private coordinated(style: CoordinationStyle): Coordination {
    const { plans, participations } = this;
    const { logs, observer } = this.parts;
    const inTurn = (module: string) => this.turnstiles.of(module);
    const styles = {
      choreography: () =>
        new Choreography({
          ...{ plans, participations, logs, observer, inTurn },
          openSagas: (module) => this.openSagas(module),
          ended: (sagaId) => this.signals.raise(sagaId),
        }),
      orchestration: () =>
        new Orchestration({
          ...{ plans, participations, logs, inTurn },
          orchestrator: (module) => this.orchestrator(module),
        }),
    };
    return styles[style]();
  }

  private rounds(module: string): (() => Promise<unknown>)[] {
    const raise = () => this.openSagas(module).raiseOverdue();
    const resend = () => this.turnstiles.of(module)(() => this.orchestrator(module).resend());
    const rounds = { choreography: [raise], orchestration: [resend, raise] };
    return rounds[this.parts.style];
  }

  private participation(module: string): Participation {
    const { databases, commands, crashPoints, observer, owner = newId() } = this.parts;
    const unit = databases.unitOfWork(module);
    return new Participation(module, unit, new SagaWork(unit, owner), {
      ...{ plans: this.plans, commands, crashPoints, observer },
      ready: (at, asked) => this.coordination.ready(at, asked),
      putOff: (at, kind, ms) => this.byModule.get(at)?.dueIn(kind, ms),
      done: (at, asked) => this.done(at, asked),
    });
  }

  private worker(participation: Participation): ParticipantWorker {
    const { commands, crashPoints, observer } = this.parts;
    return new ParticipantWorker({
      ...{ plans: this.plans, participation, commands, crashPoints, observer },
      batches: new Batches(participation.unit, this.turnstiles.of(participation.module)),
      coordination: () => this.coordination,
    });
  }

  /** Who began a saga waits until its own module has followed the end. */
  private done(module: string, { saga, phase }: Asked): void {
    const follows = phase === 'undo' || phase === 'on-completed' || phase === 'on-failed';
    if (follows && this.plans.of(saga).first.module === module) this.signals.raise(saga.id);
  }

  private orchestrator(module: string): Orchestrator {
    const known = this.orchestrators.get(module);
    if (known) return known;
    const { databases, logs, observer } = this.parts;
    const orchestrator = new Orchestrator({
      ...{ plans: this.plans, participation: this.participations.of(module), observer },
      rows: new SagaRows(databases.unitOfWork(module)),
      log: logs.of(module),
      ended: (sagaId) => this.signals.raise(sagaId),
    });
    this.orchestrators.set(module, orchestrator);
    return orchestrator;
  }

  private openSagas(module: string): OpenSagas {
    const known = this.opened.get(module) ?? new OpenSagas(this.parts.databases.unitOfWork(module));
    this.opened.set(module, known);
    return known;
  }
}
