import type { DeliveryPolicy } from '../delivery/delivery-policy.js';
import type { RelayPolicy } from '../relay/relay-policy.js';
import type { MessageTransport } from '../transport/transport.js';

export interface MessagingOptions {
  /** How messages travel; in process unless given. */
  readonly transport?: MessageTransport;
  /**
   * Name of this replica, the same after a restart and no other's: it takes back the leases of its predecessor at once.
   * Without one, they are waited for.
   */
  readonly owner?: string;
  readonly relay?: Partial<RelayPolicy>;
  readonly delivery?: Partial<DeliveryPolicy>;
  /** Days that events, inbox marks and whatever a module sweeps are kept at least; 7 unless given. */
  readonly retentionDays?: number;
}

export const MESSAGING_OPTIONS = Symbol('platform.messaging.options');
