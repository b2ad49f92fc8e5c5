import type { CommandBus, ICommand } from '@nestjs/cqrs';
import type { StepOutcome } from '@platform/domain';

import type { Answer, Ask, ExternalStep, Prepared } from '../definition/saga-definition.js';
import type { Task, Verdict } from '../definition/saga-plan.js';
import type { Asked } from './asked.js';
import type { PutOff } from './saga-work.js';

type Outcome = StepOutcome<unknown, unknown>;

/** How long after `not-yet` a participant asks itself again. */
export const NOT_YET_PAUSE_MS = 100;
export const CALL_MS = 2_000;

/** Has the commands of single tasks carried out, in whatever unit of work is open, and says what came of it. */
export class TaskRunner {
  constructor(private readonly commands: CommandBus) {}

  /** @throws what broke, and an Error for a refusal where that is no answer */
  async run(asked: Asked, task: Task, ask: Ask): Promise<Verdict | PutOff> {
    const { context, failure } = asked;
    const outcome = await this.execute(task.command(context, ask, failure));
    if (outcome.outcome === 'not-yet') return { kind: 'ask-again', inMs: NOT_YET_PAUSE_MS };
    if (task.external) return this.prepared(asked, task, task.external, outcome);
    return outcome.outcome === 'done' ? outcome : refused(task, outcome.reason, { of: outcome.details });
  }

  /** Asks the outside; outside any unit of work. @throws what broke */
  async call({ context }: Asked, task: Task, prepared: Prepared): Promise<Answer> {
    return this.commands.execute<ICommand, Answer>(external(task).call(context, prepared, CALL_MS));
  }

  /** @throws as {@link run} does */
  async conclude({ context }: Asked, task: Task, prepared: Prepared, answer: Answer): Promise<Verdict> {
    const outcome = await this.execute(external(task).conclude(context, prepared, answer));
    if (outcome.outcome === 'done') return outcome;
    if (outcome.outcome === 'not-yet')
      throw new Error(`Step "${task.step}" does not take the answer "${answer.status}": ${outcome.reason}.`);
    return refused(task, outcome.reason, { of: outcome.details });
  }

  private async prepared(
    asked: Asked,
    task: Task,
    step: ExternalStep<unknown>,
    outcome: Exclude<Outcome, { outcome: 'not-yet' }>,
  ): Promise<Verdict | PutOff> {
    if (outcome.outcome === 'refused') return refused(task, outcome.reason);
    const prepared = outcome.result as Prepared;
    if (!prepared.needsCall) return this.conclude(asked, task, prepared, step.withoutCall);
    return { kind: 'call', inMs: 0, prepared };
  }

  private async execute(command: ICommand): Promise<Outcome> {
    return this.commands.execute<ICommand, Outcome>(command);
  }
}

function refused({ step, phase, mayBeRefused }: Task, reason: string, details?: { of: unknown }): Verdict {
  if (mayBeRefused) return { outcome: 'refused', reason, ...(details && { details }) };
  throw new Error(`What cannot be refused was: ${phase} at "${step}" answered "${reason}".`);
}

function external({ step, external }: Task): ExternalStep<unknown> {
  if (external) return external;
  throw new Error(`Step "${step}" is not external.`);
}
