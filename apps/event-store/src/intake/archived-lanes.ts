import { Inject, Injectable } from '@nestjs/common';
import type { MessageTransport, TransportPosition } from '@platform/messaging';
import { sharedReading } from '@platform/observability';
import { UnitOfWork } from '@platform/persistence';

import { ArchiveReader } from '../archive/archive-reader.js';
import { TRANSPORT } from '../event-store.tokens.js';

/** A lane whose group stands after messages that the archive has not. */
export interface SetBackLane {
  /** Where its group stands. */
  readonly stood: number;
  /** The broker has forgotten some of what the archive lacks. */
  readonly isForgotten: boolean;
}

/**
 * Lanes by the archive's own account of them, which is written with the events. A group's position is not: where the archive's
 * database comes from a dump, it stands after messages that are gone from here.
 */
@Injectable()
export class ArchivedLanes {
  /** All lanes ask at the same time. */
  private readonly positions = sharedReading(() => this.askPositions());

  constructor(
    private readonly unit: UnitOfWork,
    private readonly reader: ArchiveReader,
    @Inject(TRANSPORT) private readonly transport: MessageTransport,
  ) {}

  /** How many messages of a module's events the broker has and the archive has not. @throws when the broker cannot be asked */
  async behind(module: string): Promise<number> {
    const positions = (await this.positions()).filter(({ topic }) => topic.endsWith(`.${module}.events`));
    const archived = await this.reader.nextOffsets(positions.map(laneOf));
    return positions.reduce((sum, each) => sum + each.end - from(each, archived.get(laneOf(each))), 0);
  }

  /** Undefined when nothing shows that the archive was set back. @throws when the broker cannot be asked */
  async setBack(lane: string): Promise<SetBackLane | undefined> {
    const position = (await this.positions()).find((each) => laneOf(each) === lane);
    if (position?.committed === undefined) return undefined;
    const archived = (await this.reader.nextOffsets([lane])).get(lane);
    const stood = Math.min(position.committed, position.end);
    if (from(position, archived) >= stood) return undefined;
    return { stood, isForgotten: (archived ?? 0) < position.first };
  }

  /** What the broker has of a lane before an offset was read again. */
  async caughtUp(lane: string, offset: number): Promise<void> {
    await this.unit.run(() =>
      this.unit.query(
        `UPDATE "${this.unit.schema}".lane SET next_offset = greatest(next_offset, $2) WHERE name = $1`,
        [lane, offset],
      ),
    );
  }

  private async askPositions(): Promise<readonly TransportPosition[]> {
    if (!this.transport.positions) throw new Error('The transport keeps no messages.');
    return this.transport.positions();
  }
}

function laneOf({ topic, partition }: TransportPosition): string {
  return `${topic}/${partition}`;
}

/** The oldest message that the broker has and the archive has not. An account beyond the end is of a topic that is gone. */
function from({ first, end }: TransportPosition, archived = 0): number {
  return archived > end ? first : Math.max(first, archived);
}
