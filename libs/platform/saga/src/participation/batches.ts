import { Gathering, type InTurn } from '@platform/messaging';
import type { UnitOfWork } from '@platform/persistence';

const LARGEST = 25;

interface Piece {
  readonly key: string;
  readonly work: () => Promise<void>;
}

/** Small pieces of work that each need a unit of work of one module, as many in one unit as have come by the time it begins. */
export class Batches {
  private readonly gathering: Gathering<Piece>;

  constructor(
    private readonly unit: UnitOfWork,
    inTurn: InTurn,
  ) {
    this.gathering = new Gathering({
      together: (pieces) => this.inOneUnit(pieces),
      sizeOf: () => 1,
      most: () => LARGEST,
      inTurn,
    });
  }

  /**
   * @param key pieces of one batch are done in the order of their keys, in which everyone locks rows
   * @param work may be run more than once; what it did before was undone then
   */
  run(key: string, work: () => Promise<void>): Promise<void> {
    return this.gathering.run({ key, work });
  }

  private inOneUnit(pieces: readonly Piece[]): Promise<void> {
    const inOrder = pieces.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    return this.unit.run(
      async () => {
        for (const { work } of inOrder) await work();
      },
      { label: 'saga' },
    );
  }
}
