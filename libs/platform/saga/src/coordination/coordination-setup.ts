import type { CommandBus } from '@nestjs/cqrs';
import { newId } from '@platform/domain';
import type { EventLogs, MessagingLag } from '@platform/messaging';
import type { CrashPoints, Databases } from '@platform/persistence';
import type { Unfinished } from '@platform/recovery';

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
import { TaskRunner } from '../participation/task-runner.js';
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
  readonly messaging: Pick<MessagingLag, 'receivesSince'>;
}

interface Rounds {
  /** Only where somebody sends commands. @returns how many there were */
  readonly resend?: () => Promise<number>;
  readonly raise: () => Promise<void>;
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
  private readonly subjects: readonly string[];
  private readonly runner: TaskRunner;
  private readonly byModule: ReadonlyMap<string, ParticipantWorker>;
  private readonly orchestrators = new Map<string, Orchestrator>();
  private readonly opened = new Map<string, OpenSagas>();

  constructor(private readonly parts: SetupParts) {
    const { definitions, modules, style, observer } = parts;
    this.runner = new TaskRunner(parts.commands);
    this.plans = new SagaPlans(definitions);
    const participants = new Set(this.plans.all.flatMap((plan) => plan.participants));
    const hosted = modules.filter((module) => participants.has(module));
    this.participations = new Participations(hosted.map((module) => this.participation(module)));
    this.coordination = this.coordinated(style);
    this.byModule = new Map(
      this.participations.all.map((participation) => [participation.module, this.worker(participation)]),
    );
    const subjects = this.plans.all.map(({ subject }) => subject).filter((it) => hosted.includes(it));
    this.subjects = [...new Set(subjects)];
    this.workers = [
      ...this.byModule.values(),
      ...this.subjects.map(
        (module) =>
          new SubjectWorker(Object.values(this.rounds(module)), (error) =>
            observer.failed(module, undefined, error),
          ),
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

  /** What was begun here before this process and can be finished without anybody else. */
  get unfinished(): Unfinished[] {
    return [
      ...[...this.byModule.values()].flatMap((worker) => worker.unfinished),
      ...this.subjects.flatMap((module) => this.unfinishedAt(module)),
    ];
  }

  /** Commands that nobody has answered are on their way again, under the same id, before an answer to something newer is taken. */
  private unfinishedAt(module: string): Unfinished[] {
    const { raise, resend } = this.rounds(module);
    const overdue: Unfinished = {
      name: `${module}: overdue sagas`,
      pending: () => this.openSagas(module).overdue(),
      finish: raise,
    };
    if (!resend) return [overdue];
    const unanswered: Unfinished = {
      name: `${module}: unanswered commands`,
      pending: () => this.orchestrator(module).unanswered(),
      finish: async (signal) => {
        while (!signal.aborted && (await resend()) > 0);
      },
    };
    return [unanswered, overdue];
  }

  /** What is to be done about a subject's sagas every now and then. */
  private rounds(module: string): Rounds {
    const raise = () => this.openSagas(module).raiseOverdue();
    const resend = () => this.turnstiles.of(module)(() => this.orchestrator(module).resend());
    const rounds: Readonly<Record<CoordinationStyle, Rounds>> = {
      choreography: { raise },
      orchestration: { resend, raise },
    };
    return rounds[this.parts.style];
  }

  private participation(module: string): Participation {
    const { databases, crashPoints, observer, owner = newId() } = this.parts;
    const unit = databases.unitOfWork(module);
    return new Participation(module, unit, new SagaWork(unit, owner), {
      ...{ plans: this.plans, runner: this.runner, crashPoints, observer },
      ready: (at, asked) => this.coordination.ready(at, asked),
      receivesSince: (at) => this.parts.messaging.receivesSince(at),
      putOff: (at, kind, ms) => this.byModule.get(at)?.dueIn(kind, ms),
      answered: (at, asked) => this.answered(at, asked),
    });
  }

  private worker(participation: Participation): ParticipantWorker {
    const { crashPoints, observer } = this.parts;
    return new ParticipantWorker({
      ...{ plans: this.plans, participation, runner: this.runner, crashPoints, observer },
      batches: new Batches(participation.unit, this.turnstiles.of(participation.module)),
      coordination: () => this.coordination,
    });
  }

  /** Who began a saga waits until its own module has followed the end. */
  private answered(module: string, { saga, phase }: Asked): void {
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
