import type { SagaDefinition } from './saga-definition.js';

/** @throws Error when the steps cannot keep the promise of a saga: wholly done, or wholly undone */
export function assertSound<Context>({ type, steps }: SagaDefinition<Context>): void {
  const refuse = (why: string): never => {
    throw new Error(`Saga "${type}" ${why}.`);
  };
  const names = steps.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(`declares the step "${twice}" twice`);
  const pivots = steps.filter(({ kind }) => kind === 'pivot');
  if (pivots.length !== 1) refuse(`needs exactly one pivot and has ${pivots.length}`);
  const pivot = steps.findIndex(({ kind }) => kind === 'pivot');
  for (const [index, step] of steps.entries()) {
    if (index < pivot && step.kind !== 'compensatable')
      refuse(`has the ${step.kind} step "${step.name}" before its pivot`);
    if (index > pivot && step.kind !== 'retriable')
      refuse(`has the ${step.kind} step "${step.name}" after its pivot`);
    if (step.type === 'external' && index === 0) refuse('cannot begin with an external step');
  }
}
