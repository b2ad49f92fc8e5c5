import type { DeliveryPolicy } from '../delivery/delivery-policy.js';
import type { RestoredLogError } from '../log/errors.js';
import { type LogPolicy, WRITES_ALL } from '../log/log-policy.js';
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
  /** Days that events and whatever a module sweeps are kept at least, and inbox marks for two more; 7 unless given. */
  readonly retentionDays?: number;
  /**
   * A database was restored from a dump while this process lived; told as often as somebody finds it. What this process knows of that
   * is not so any more, and it should end. Only where the transport {@link MessageTransport.leadsOut}.
   */
  readonly onRestored?: (error: RestoredLogError) => void;
}

export function logPolicyOf({ transport, onRestored }: MessagingOptions): LogPolicy {
  return { settledOnly: transport?.leadsOut ?? false, onRestored: onRestored ?? WRITES_ALL.onRestored };
}

export const MESSAGING_OPTIONS = Symbol('platform.messaging.options');
