import {
  type ConsumerDefinition,
  type EventLogs,
  type InTurn,
  type Message,
  withMessageContext,
} from '@platform/messaging';

import type { Coordination } from '../coordination/coordination.js';
import type { SagaPlans } from '../coordination/saga-plans.js';
import { type DerivedReaction, derivedReactions, type Occurrence } from '../definition/reactions.js';
import type { Failure } from '../definition/saga-definition.js';
import type { SagaPlan } from '../definition/saga-plan.js';
import { type Progress, progressEvent } from '../messages/saga-messages.js';
import { type Answered, type Asked, type SagaRef, streamOf } from '../participation/asked.js';
import type { Participations } from '../participation/participations.js';
import type { SagaObserver } from '../saga-observer.js';
import type { OpenSagas } from '../subject/open-sagas.js';
import { ToldBefore } from './told-before.js';

export interface ChoreographyParts {
  readonly plans: SagaPlans;
  readonly participations: Participations;
  readonly logs: EventLogs;
  readonly observer: SagaObserver;
  readonly inTurn: (module: string) => InTurn;
  readonly openSagas: (module: string) => OpenSagas;
  /** A saga has ended here. Called after the commit. */
  readonly ended: (sagaId: string) => void;
}

/** What happened to a saga, wherever that was. */
interface News {
  readonly saga: SagaRef;
  readonly on: Occurrence;
  readonly context: unknown;
  readonly failure?: Failure | undefined;
}

/**
 * Nobody holds the saga: each module reacts to what the others tell, by reactions that were derived from the definition. What
 * follows within one module happens at once, in the same unit of work.
 *
 * News of different modules arrive in any order. What a module does in the chain of steps cannot overtake its cause; only the
 * subject's `begun` stands beside the chain, so whatever else the subject does makes sure of it first.
 */
export class Choreography implements Coordination {
  private readonly reactions = new Map<SagaPlan, readonly DerivedReaction[]>();

  constructor(private readonly parts: ChoreographyParts) {
    for (const plan of parts.plans.all) this.reactions.set(plan, derivedReactions(plan));
  }

  begun(module: string, answered: Answered): Promise<void> {
    return this.answered(module, answered);
  }

  async answered(module: string, { asked, verdict }: Answered): Promise<void> {
    const { saga, step, phase, context } = asked;
    const plan = this.parts.plans.of(saga);
    if (phase === 'do') {
      const taken = plan.taken(step, context, verdict);
      const news = { saga, on: { module, step }, context: taken };
      return verdict.outcome === 'done'
        ? this.tell({ ...news, on: { ...news.on, phase: 'done' } })
        : this.tell({
            ...news,
            on: { ...news.on, phase: 'failed' },
            failure: { step, reason: verdict.reason },
          });
    }
    if (phase === 'begun') this.parts.openSagas(module).open(saga);
    if (phase === 'failed') await this.ended(module, asked, 'failed');
    if (phase === 'completed') {
      await this.ended(module, asked, 'completed');
      await this.tell({ saga, on: { module, step, phase: 'completed' }, context });
    }
  }

  /** The subject does nothing before it has begun; what beginning answered, it alone knows. */
  async ready(module: string, asked: Asked): Promise<Asked | undefined> {
    const { saga, step, phase, context } = asked;
    const plan = this.parts.plans.of(saga);
    const comesBefore = phase === 'begun' || (phase === 'do' && step === plan.first.step);
    if (module !== plan.subject || comesBefore) return asked;
    const begun = await this.perform(module, { saga, step: 'subject', phase: 'begun', context });
    if (begun?.outcome !== 'done') return undefined;
    return { ...asked, context: plan.definition.subject.take(context, begun.result) };
  }

  /** What a module told of its own steps is what it answered; what it does about that itself is owed. Nothing is done here yet. */
  async remember(module: string): Promise<void> {
    const { unit } = this.parts.participations.of(module);
    for (const type of this.parts.plans.types) {
      const told = new ToldBefore(unit, this.parts.logs.of(module)).all(progressEvent(type, module).type);
      for await (const message of told)
        await withMessageContext({ correlationId: message.correlationId, causationId: message.id }, () =>
          unit.run(() => this.rememberOne(type, message)),
        );
    }
  }

  private async rememberOne(type: string, message: Message<Progress>): Promise<void> {
    const { module, news, asked } = heard(type, message);
    const { failure } = news;
    if (news.on.phase === 'completed') return;
    const verdict: Answered['verdict'] =
      news.on.phase === 'done'
        ? { outcome: 'done' }
        : { outcome: 'refused', reason: failure?.reason ?? 'unknown' };
    const participation = this.parts.participations.of(module);
    if (!(await participation.remember(asked, verdict))) return;
    for (const { task } of this.reactionsTo(news))
      if (task.module === module)
        await participation.owe({
          ...asked,
          ...(failure && { failure }),
          step: task.step,
          phase: task.phase,
        });
  }

  consumers(): ConsumerDefinition[] {
    const { plans, participations } = this.parts;
    return participations.all.flatMap(({ module }) =>
      plans.types.flatMap((type) => this.consumer(module, type)),
    );
  }

  private consumer(module: string, type: string): ConsumerDefinition[] {
    const sources = new Set(
      [...this.reactions]
        .filter(([plan]) => plan.type === type)
        .flatMap(([, reactions]) => reactions)
        .filter(({ on, task }) => task.module === module && on.module !== module)
        .map(({ on }) => on.module),
    );
    if (sources.size === 0) return [];
    const handle = (message: Message) => this.hear(module, type, message as Message<Progress>);
    return [
      {
        name: `${module}.${type}-saga`,
        module,
        inTurn: this.parts.inTurn(module),
        handlers: new Map([...sources].map((source) => [progressEvent(type, source).type, handle])),
      },
    ];
  }

  private hear(module: string, type: string, message: Message<Progress>): Promise<void> {
    const { news } = heard(type, message);
    return this.parts.participations.of(module).careful(news.saga.id, () => this.react(module, news));
  }

  /** Tells the others, if any of them would do something about it, and lets the own module react. */
  private async tell(news: News): Promise<void> {
    const { saga, on, context, failure } = news;
    if (this.reactionsTo(news).some(({ task }) => task.module !== on.module)) {
      const data: Progress = {
        sagaId: saga.id,
        definitionVersion: saga.version,
        step: on.step,
        phase: on.phase,
        context,
        ...(failure && { failure }),
      };
      const { type } = progressEvent(saga.type, on.module);
      this.parts.logs.of(on.module).append(streamOf(saga), [{ type, data }]);
    }
    await this.react(on.module, news);
  }

  private async react(module: string, news: News): Promise<void> {
    const { saga, context, failure } = news;
    for (const { task } of this.reactionsTo(news)) {
      if (task.module !== module) continue;
      const { step, phase } = task;
      await this.perform(module, { saga, step, phase, context, failure });
    }
  }

  /** @returns the answer; nothing while the task is under way */
  private async perform(module: string, asked: Asked): Promise<Answered['verdict'] | undefined> {
    const answered = await this.parts.participations.of(module).perform(asked);
    if (answered && !answered.again) await this.answered(module, answered);
    return answered?.verdict;
  }

  private reactionsTo({ saga, on }: News): DerivedReaction[] {
    const reactions = this.reactions.get(this.parts.plans.of(saga)) ?? [];
    return reactions.filter(
      (reaction) =>
        reaction.on.module === on.module && reaction.on.step === on.step && reaction.on.phase === on.phase,
    );
  }

  private async ended(
    module: string,
    { saga, failure }: Asked,
    status: 'completed' | 'failed',
  ): Promise<void> {
    const sagas = this.parts.openSagas(module);
    const ms = await sagas.end(saga.id, status);
    if (ms === undefined) return;
    sagas.unit.afterCommit(() => {
      this.parts.observer.ended(
        saga.type,
        saga.id,
        status === 'failed' ? { outcome: 'failed', failedAt: failure?.step ?? '' } : { outcome: 'completed' },
        ms,
      );
      this.parts.ended(saga.id);
    });
  }
}

/** What a message tells, and the task that whoever tells it was asked for. */
function heard(type: string, { sourceModule: module, data }: Message<Progress>) {
  const { sagaId, definitionVersion, step, phase, context, failure } = data;
  const saga = { id: sagaId, type, version: definitionVersion };
  const news: News = { saga, on: { module, step, phase }, context, failure };
  const asked: Asked = { saga, step, phase: 'do', context };
  return { module, news, asked };
}
