export { AggregateRoot } from './aggregate-root.js';
export { DomainError } from './domain-error.js';
export { newId } from './identity.js';
export { done, notYet, refused, type StepOutcome } from './step-outcome.js';
