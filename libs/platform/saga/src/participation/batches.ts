import type { InTurn } from '@platform/messaging';
import { isInfrastructureError, type UnitOfWork } from '@platform/persistence';

const LARGEST = 25;

interface Piece {
  readonly key: string;
  readonly work: () => Promise<void>;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Small pieces of work that each need a unit of work of one module, as many in one unit as have come by the time it begins: a commit
 * costs as much as what is in it. What one piece breaks is tried again piece by piece.
 */
export class Batches {
  private waiting: Piece[] = [];
  private draining = false;

  constructor(
    private readonly unit: UnitOfWork,
    private readonly inTurn: InTurn,
  ) {}

  /**
   * @param key pieces of one batch are done in the order of their keys, in which everyone locks rows
   * @param work may be run more than once; what it did before was undone then
   */
  run(key: string, work: () => Promise<void>): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ key, work, done, failed });
      void this.drain();
    });
  }

  private async drain(): Promise<void> {
    if (this.draining) return;
    this.draining = true;
    while (this.waiting.length > 0)
      await this.inTurn(() => this.next(this.waiting.splice(0, LARGEST))).catch(() => undefined);
    this.draining = false;
  }

  private async next(batch: readonly Piece[]): Promise<void> {
    const pieces = batch.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    try {
      await this.inOneUnit(pieces);
      for (const { done } of pieces) done();
    } catch (error) {
      if (isInfrastructureError(error)) for (const { failed } of pieces) failed(error);
      else for (const piece of pieces) await this.inOneUnit([piece]).then(piece.done, piece.failed);
    }
  }

  private inOneUnit(pieces: readonly Piece[]): Promise<void> {
    return this.unit.run(
      async () => {
        for (const { work } of pieces) await work();
      },
      { label: 'saga' },
    );
  }
}
