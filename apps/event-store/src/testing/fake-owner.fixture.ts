import { decodeEnvelope, type EncodedMessage, type StreamHead } from '@platform/messaging';

import { OwnerOfEvents } from '../gaps/owner-of-events.js';

/** An owner with a log of its own, which answers at most two events at once. */
export class FakeOwner extends OwnerOfEvents {
  readonly log: EncodedMessage[] = [];
  readonly asked: string[] = [];
  /** How many pages of streams were asked for. */
  compared = 0;
  away = false;
  /** Streams whose ends it has dropped. */
  readonly dropped: StreamHead[] = [];

  override knows(): boolean {
    return true;
  }

  override read(
    module: string,
    streamId: string,
    fromVersion: number,
    toVersion: number,
  ): Promise<readonly EncodedMessage[]> {
    this.asked.push(`${module} ${streamId} ${fromVersion}-${toVersion}`);
    if (this.away) return Promise.reject(new Error('The owner is away.'));
    const found = this.log.filter((message) => {
      const { streamVersion } = decodeEnvelope(message);
      return message.key === streamId && fromVersion <= streamVersion && streamVersion <= toVersion;
    });
    return Promise.resolve(found.slice(0, 2));
  }

  override droppedEnds(_module: string, after: string): Promise<readonly StreamHead[]> {
    return Promise.resolve(this.dropped.filter(({ streamId }) => streamId > after).slice(0, 2));
  }

  override streams(_module: string, after: string): Promise<readonly StreamHead[]> {
    this.compared += 1;
    if (this.away) return Promise.reject(new Error('The owner is away.'));
    const heads = [...Map.groupBy(this.log.map(decodeEnvelope), ({ streamId }) => streamId)].map(
      ([streamId, events]): StreamHead => {
        return { streamId, version: Math.max(...events.map(({ streamVersion }) => streamVersion)) };
      },
    );
    const next = heads.filter(({ streamId }) => streamId > after);
    return Promise.resolve(next.sort((a, b) => (a.streamId < b.streamId ? -1 : 1)).slice(0, 2));
  }
}
