import type { DataDirectory } from '../data-directory.js';
import type { SupervisedPart } from '../supervised-part.js';

export const brokerKinds = ['embedded', 'docker', 'external'] as const;
export type BrokerKind = (typeof brokerKinds)[number];

/** What messages between services travel over, and whose it is. Only an embedded one is a process of ours. */
export interface Broker extends SupervisedPart {
  readonly brokerKind: BrokerKind;
  /** Bootstrap addresses `host:port`, known once it has started. */
  readonly brokers: readonly string[];
  /** Takes a way to tell people what takes long. */
  tell?(note: (text: string) => void): void;
}

/** As a data directory remembers it. The addresses of an embedded one are not known before it runs. */
export interface KnownBroker {
  readonly kind: BrokerKind;
  readonly brokers: readonly string[];
}

/** Finds a broker for a deployment, and ends what a killed one left running. */
export interface Brokers {
  /**
   * @param known what was used before: a Docker engine that has appeared since takes nobody's place
   * @throws one sentence that names every way to one, when there is none
   */
  find(directory: DataDirectory, known: KnownBroker | undefined): Promise<Broker>;
  /** The one that was used before. */
  again(directory: DataDirectory, known: KnownBroker): Broker;
  stopLeftBehind(directory: DataDirectory): Promise<boolean>;
}
