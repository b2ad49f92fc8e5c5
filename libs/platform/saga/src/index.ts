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
export { SagaModule, type SagaOptions } from './saga.module.js';
export { SagaObserver } from './saga-observer.js';
export { SagaRuntime } from './saga-runtime.js';
export { Sagas } from './sagas.js';
export type { SagaEnd } from './transaction/saga-driver.js';
