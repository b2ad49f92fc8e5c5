/** How a consumer's messages are handled, and what happens when that fails. */
export interface DeliveryPolicy {
  /** Tries of a message before its key is parked; those that ended with the process count. */
  readonly maxAttempts: number;
  /** Pause after the given try (from 1), in ms. Short: it holds back the other keys of the lane. */
  readonly pauseMs: (attempt: number) => number;
  /** Most messages handled in one transaction. */
  readonly batchSize: number;
  /** How long such a transaction should take, in ms; the size of batches is steered towards it. */
  readonly batchMs: number;
}

export const DEFAULT_DELIVERY_POLICY: DeliveryPolicy = {
  maxAttempts: 3,
  pauseMs: (attempt) => 20 * 4 ** (attempt - 1),
  batchSize: 50,
  batchMs: 200,
};
