import type { ConsumerDefinition, EventLogs, InTurn, Message } from '@platform/messaging';

import type { Coordination } from '../coordination/coordination.js';
import type { SagaPlans } from '../coordination/saga-plans.js';
import {
  type Begin,
  beginCommand,
  type StepAnswered,
  type StepAsked,
  stepCommand,
  stepReply,
} from '../messages/saga-messages.js';
import { type Answered, type Asked, streamOf } from '../participation/asked.js';
import type { Participations } from '../participation/participations.js';
import { commandIdOf } from './command-id.js';
import type { Orchestrator } from './orchestrator.js';

export interface OrchestrationParts {
  readonly plans: SagaPlans;
  readonly participations: Participations;
  readonly logs: EventLogs;
  readonly inTurn: (module: string) => InTurn;
  /** The subject's, where it is hosted here. */
  readonly orchestrator: (module: string) => Orchestrator;
}

/** The subject's module holds the saga: it sends commands and takes replies. */
export class Orchestration implements Coordination {
  constructor(private readonly parts: OrchestrationParts) {}

  async begun(module: string, { asked, verdict }: Answered): Promise<void> {
    const plan = this.parts.plans.of(asked.saga);
    const context = plan.taken(asked.step, asked.context, verdict);
    if (plan.subject === module) return this.parts.orchestrator(module).begin(asked.saga, context);
    const { id, type, version } = asked.saga;
    const data: Begin = { sagaId: id, definitionVersion: version, context };
    this.parts.logs
      .of(module)
      .send(plan.subject, streamOf(asked.saga), [{ type: beginCommand(type, plan.subject).type, data }]);
  }

  answered(module: string, answered: Answered): Promise<void> {
    const plan = this.parts.plans.of(answered.asked.saga);
    if (plan.subject === module)
      return this.parts.orchestrator(module).take(commandIdOf(answered.asked), answered.verdict);
    this.reply(module, answered);
    return Promise.resolve();
  }

  ready(_module: string, asked: Asked): Promise<Asked> {
    return Promise.resolve(asked); // nobody is asked before it is time
  }

  remember(): Promise<void> {
    return Promise.resolve(); // answers are replies, which no log keeps: they are given again when the commands come again
  }

  consumers(): ConsumerDefinition[] {
    const { plans, participations } = this.parts;
    return participations.all.flatMap(({ module }) =>
      plans.types.flatMap((type) => this.consumer(module, type)),
    );
  }

  private consumer(module: string, type: string): ConsumerDefinition[] {
    const handlers = new Map<
      string,
      ConsumerDefinition['handlers'] extends ReadonlyMap<string, infer H> ? H : never
    >();
    const senders = new Set<string>();
    for (const plan of this.parts.plans.all.filter((candidate) => candidate.type === type)) {
      if (plan.subject === module) {
        handlers.set(beginCommand(type, module).type, (message) =>
          this.begin(module, type, message as Message<Begin>),
        );
        senders.add(plan.first.module);
        for (const participant of plan.participants) {
          if (participant === module) continue;
          senders.add(participant);
          handlers.set(stepReply(type, participant).type, (message) =>
            this.take(module, message as Message<StepAnswered>),
          );
        }
      } else if (plan.participants.includes(module)) {
        senders.add(plan.subject);
        handlers.set(stepCommand(type, module).type, (message) =>
          this.perform(module, type, message as Message<StepAsked>),
        );
      }
    }
    if (handlers.size === 0) return [];
    return [{ name: `${module}.${type}-saga`, module, senders, inTurn: this.parts.inTurn(module), handlers }];
  }

  private begin(module: string, type: string, { data }: Message<Begin>): Promise<void> {
    const { sagaId, definitionVersion, context } = data;
    return this.parts.participations
      .of(module)
      .careful(sagaId, () =>
        this.parts.orchestrator(module).begin({ id: sagaId, type, version: definitionVersion }, context),
      );
  }

  private take(module: string, { data }: Message<StepAnswered>): Promise<void> {
    const { sagaId, commandId, verdict } = data;
    return this.parts.participations
      .of(module)
      .careful(sagaId, () => this.parts.orchestrator(module).take(commandId, verdict));
  }

  private perform(module: string, type: string, { data }: Message<StepAsked>): Promise<void> {
    const { sagaId, definitionVersion, step, phase, context, failure } = data;
    const asked = { saga: { id: sagaId, type, version: definitionVersion }, step, phase, context, failure };
    const participation = this.parts.participations.of(module);
    return participation.careful(sagaId, async () => {
      const answered = await participation.perform(asked);
      if (answered) this.reply(module, answered);
    });
  }

  private reply(module: string, { asked, verdict }: Answered): void {
    const { saga, step, phase } = asked;
    const { subject } = this.parts.plans.of(saga);
    const data: StepAnswered = {
      sagaId: saga.id,
      definitionVersion: saga.version,
      commandId: commandIdOf(asked),
      step,
      phase,
      verdict,
    };
    this.parts.logs
      .of(module)
      .send(subject, streamOf(saga), [{ type: stepReply(saga.type, module).type, data }]);
  }
}
