import type { EncodedMessage, KeptStream } from '@platform/messaging';

/** The modules that recorded the events, as far as they still have them. */
export abstract class OwnerOfEvents {
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
   * Which versions of which streams a module has: some of the streams whose ids come after `after`, by their ids; none at the end.
   * @param ageSeconds how old an event has to be to count, so that it has had time to come by itself; a minute unless given
   * @throws when the owner cannot be asked
   */
  abstract streams(module: string, after: string, ageSeconds?: number): Promise<readonly KeptStream[]>;
}
