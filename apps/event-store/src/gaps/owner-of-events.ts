import type { EncodedMessage, StreamHead } from '@platform/messaging';

/** The modules that recorded the events, as far as they still have them. */
export abstract class OwnerOfEvents {
  /** Whether a module can be asked at all: none can while the archive runs without the services. */
  abstract knows(module: string): boolean;

  /**
   * Events of a stream from one version to another, by version and as they were recorded; perhaps only the first of them,
   * and without those that the owner has dropped.
   * @throws when the owner cannot be asked
   */
  abstract read(
    module: string,
    streamId: string,
    fromVersion: number,
    toVersion: number,
  ): Promise<readonly EncodedMessage[]>;

  /**
   * How far streams of a module go: some of those whose ids come after `after`, by their ids; none at the end. Left out are those
   * whose last event may still come by itself, or is not there any more.
   * @param ageSeconds how old that event has to be to have had its time to come; a minute unless given
   * @throws when the owner cannot be asked
   */
  abstract streams(module: string, after: string, ageSeconds?: number): Promise<readonly StreamHead[]>;

  /** The same of streams whose last event is not there any more. @throws when the owner cannot be asked */
  abstract droppedEnds(module: string, after: string): Promise<readonly StreamHead[]>;
}
