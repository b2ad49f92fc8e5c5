import type { DataDirectory } from '../data-directory.js';
import type { SupervisedPart } from '../supervised-part.js';

export const brokerKinds = ['embedded', 'docker', 'external'] as const;
export type BrokerKind = (typeof brokerKinds)[number];

/** What messages between services travel over, and whose it is. Only an embedded one is a process of ours. */
export interface Broker extends SupervisedPart {
  readonly brokerKind: BrokerKind;
  /** Bootstrap addresses `host:port`, known once it has started. */
  readonly brokers: readonly string[];
}

/** Finds a broker for a deployment, and ends what a killed one left running. */
export interface Brokers {
  /** @throws one sentence that names every way to one, when there is none */
  find(directory: DataDirectory): Promise<Broker>;
  stopLeftBehind(directory: DataDirectory): Promise<boolean>;
}
