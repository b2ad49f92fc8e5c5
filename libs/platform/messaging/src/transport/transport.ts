import type { Consumer } from '../delivery/consumer.js';
import type { LaneHistory } from '../delivery/lacking-lanes.js';
import type { EncodedMessage } from '../envelope/cloud-events.js';
import type { WantedTypes } from '../log/log-reader.js';
import type { RelayPolicy } from '../relay/relay-policy.js';

/** Where messages of one ordered sequence (a partition, a source log) are delivered for one consumer. */
export interface Lane {
  /** Before the first delivery; may be tried again when it failed, and called again after `close`. */
  open(): Promise<void>;
  /**
   * Resolves when every message is handled or parked: only then may a transport acknowledge them.
   * @param next where the sequence goes on after them, of transports that count: in Kafka the offset
   * @throws an infrastructure error; the transport pauses and delivers the same again
   */
  deliver(messages: readonly EncodedMessage[], next?: number): Promise<void>;
  /** After the last delivery has ended, whatever ended it. */
  close(): Promise<void>;
}

/** A consumer as a transport sees it. */
export interface Subscriber {
  readonly consumer: Consumer;
  /** Types it handles; `all` of one that takes every event of some modules, also of types that this process does not know. */
  readonly types: WantedTypes;
  /** Those modules. */
  readonly everyEventOf?: ReadonlySet<string>;
  /** True when messages of this module may concern it. */
  listensTo(sourceModule: string): boolean;
  /** The lane of an ordered sequence, one at a time, under a name that is the same in every process. */
  lane(name: string): Lane;
  /**
   * The transport has forgotten messages that a lane was still to be handed. Whoever has this finds out elsewhere what it
   * lacks, and the lane goes on with what there is; for everyone else the lane stays where it is, until people have seen to it.
   */
  forgotten?(lane: string): void;
  /**
   * The last versions that were handled of these streams' events, of those that any was handled of. Whoever tells may be
   * brought what was forgotten from an archive.
   */
  marks?(sourceModule: string, streamIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** From before which day on such marks may have been removed; undefined when none ever was. */
  marksPurged?(sourceModule: string): Promise<Date | undefined>;
  /** Of these lanes, those that were ever opened, by any process; a lane that lacks something does wherever its group stands. */
  opened?(lanes: readonly string[]): Promise<ReadonlyMap<string, LaneHistory>>;
  /** Notes for all processes that a lane lacks something. @returns which lack it is */
  noteLack?(lane: string): Promise<string>;
  /** Notes that it does not any more. */
  lackIsOver?(lane: string, lack: string): Promise<void>;
  /** Where what it has handled may have been set back, whatever the transport knows of that. */
  readonly restored?: {
    /** Whether a lane lacks what was delivered on it. */
    lacks(lane: string): Promise<boolean>;
    /** It has been brought that. */
    caughtUp(lane: string): Promise<void>;
  };
}

/** An end of a source log: the relay keeps a cursor for it and passes it every message at least once, in log order. */
export interface Outlet {
  /** Unique within the log, the same in every process; the cursor's name. */
  readonly name: string;
  readonly types: WantedTypes;
  open(): Promise<void>;
  /**
   * Resolves when the messages are safe on the other side. No transaction of the source is open meanwhile.
   * @throws when they may not be; then they are passed again, after a pause
   */
  publish(messages: readonly EncodedMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** How long one consumer has been waiting in vain for something that people have to see to; 0 while it gets on. */
export interface Stalled {
  readonly consumer: string;
  readonly seconds: number;
}

/** What the transport has forgotten before a consumer had it, by partition. */
export interface Forgotten {
  readonly consumer: string;
  readonly lane: string;
  /**
   * `catching-up`: it is brought what it lacks. `waiting`: it will be, and something is in the way. `none`: nobody has what it
   * lacks, and it stays where it is.
   */
  readonly state: 'catching-up' | 'waiting' | 'none';
  readonly reason?: string;
}

/** Messages that were published and that a consumer has neither handled nor parked, by partition. */
export interface TransportLag {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly messages: number;
}

/** Where a consumer's group stands on a lane, and what the transport has of it. */
export interface TransportPosition {
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  /** The oldest message that is kept. */
  readonly first: number;
  /** After the last message. */
  readonly end: number;
  /** The next message to be handled; undefined when the group never said. */
  readonly committed: number | undefined;
}

/**
 * How messages travel between modules. It must keep the order of a key, deliver at least once, and lose nothing that
 * `publish` resolved for; doubles are the inbox's business. Proven by `transportContract` of `@platform/messaging/testing`.
 */
export interface MessageTransport {
  /** Begins to receive for these subscribers, those of this process. */
  start(subscribers: readonly Subscriber[]): Promise<void>;
  /**
   * What a relay of this process feeds from one module's log, once `start` has resolved or where it {@link feedsBeforeStart}.
   * Nothing happens before `open`.
   */
  outlets(sourceModule: string): readonly Outlet[];
  /** Ends what is in hand and stops. Relays have stopped before. */
  stop(): Promise<void>;

  // The rest is for transports that keep messages somewhere between outlet and consumer.

  /** Others than this process handle what its outlets are fed: they may know more of a log than a dump of it does. */
  readonly leadsOut?: boolean;
  /**
   * Its outlets lead out of this process, and may be fed before `start`: what is passed on reaches a consumer of this process no
   * sooner for it.
   */
  readonly feedsBeforeStart?: boolean;
  /** How relays that feed it should pace themselves. */
  readonly relay?: Partial<RelayPolicy>;
  /** True when every consumer of this process receives. */
  readonly connected?: boolean;
  /** Names of consumers of this process that do not receive at the moment. */
  waiting?(): readonly string[];
  /** Of the consumers of this process: messages that are missing where they should be, so that it cannot go on. */
  stalled?(): readonly Stalled[];
  /** Of the consumers of this process: what they lack because it was forgotten. */
  forgotten?(): readonly Forgotten[];
  /** True when events that were forgotten are brought from an archive: then marks of all times are what keeps them single. */
  readonly refills?: boolean;
  /** Of the groups that consumers of this process belong to, whichever process handles it. @throws when it cannot be told */
  lag?(): Promise<readonly TransportLag[]>;
  /** Of the same groups, for who keeps an account of its own of what it has handled. @throws when it cannot be told */
  positions?(): Promise<readonly TransportPosition[]>;
}
