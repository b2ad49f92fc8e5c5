import type { SagaEnd } from './transaction/saga-driver.js';

/** Told what happens to sagas: logs and metrics are its business, not the execution's. */
export abstract class SagaObserver {
  abstract ended(type: string, sagaId: string, end: SagaEnd, durationMs: number): void;
  abstract takenOver(type: string, sagaId: string): void;
  /** Something broke and will be tried again. */
  abstract failed(type: string, sagaId: string | undefined, error: unknown): void;
}
