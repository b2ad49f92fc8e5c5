import type { EncodedMessage } from '../envelope/cloud-events.js';

/** A stream that the archive has not everything of. */
export interface IncompleteStream {
  readonly streamId: string;
  /** Versions that it lacks, from the first to the last, both included. */
  readonly missing: readonly { readonly from: number; readonly to: number }[];
}

/** After this event, among a module's events by stream and version. */
export interface PlaceInModule {
  readonly streamId: string;
  readonly version: number;
}

export interface ArchivePage {
  /** By stream and version, as they were recorded. */
  readonly items: readonly EncodedMessage[];
  /** Of the streams of these events, those that lack something. */
  readonly incomplete: readonly IncompleteStream[];
  /** Where the next page begins; undefined when there is none. */
  readonly next?: PlaceInModule | undefined;
}

/** A part of what a module has published. */
export interface Published {
  /** The topic and its partition. */
  readonly lane: string;
  /** Undefined when offsets do not tell: the archive is then compared with the module itself. */
  readonly before: number | undefined;
  /** Names who asks: compared once for each, however often it asks again. */
  readonly refill: string;
}

/** What a page may hold. */
export interface WantedEvents {
  readonly types?: ReadonlySet<string>;
}

/** Where events are kept that a broker has forgotten, or a module has lost. Commands and replies are not kept there. */
export interface EventArchive {
  /**
   * Resolves when the archive knows everything that was published in a lane before an offset; without one, everything that was
   * published and that the broker still has.
   * @returns the module's streams that lack something all the same
   * @throws while that cannot be told, and when `signal` says so
   */
  incomplete(
    module: string,
    published?: Published,
    signal?: AbortSignal,
  ): Promise<readonly IncompleteStream[]>;
  /** Events of a module after a place; from the first without one. @throws while the archive is out of reach */
  events(
    module: string,
    wanted: WantedEvents,
    after?: PlaceInModule,
    signal?: AbortSignal,
  ): Promise<ArchivePage>;
}
