export { defineSaga } from './definition/define-saga.js';
export type {
  Answer,
  Ask,
  Failure,
  Prepared,
  SagaDefinition,
  SagaStep,
  StepKind,
} from './definition/saga-definition.js';
export { type PrintableReaction, reactionsOf } from './definition/reactions.js';
export { type CoordinatedSagaOptions, SagaModule, type SagaOptions } from './saga.module.js';
export { SagaObserver } from './saga-observer.js';
export { type ListSagas, type OpenSagaView, type SagaCounts, SagaRuntime } from './saga-runtime.js';
export { Sagas } from './sagas.js';
export type { SagaEnd } from './transaction/saga-driver.js';
