import type { WatchedOrder } from '@comparison/protocol';
import type { Client } from '../client/clients.js';
import type { Due, Scene } from './scene.js';

/** @param watch the order that is waited for, in a look that is one of many */
export function lookAt(
  { operations }: Scene,
  client: Client,
  sellerId: string,
  due?: Due,
  watch?: WatchedOrder,
) {
  const path = `/sellers/${sellerId}/dashboard`;
  const input = { sellerId, ...(watch && { watch }) };
  return operations.perform(client, 'dashboard', input, { method: 'GET', path }, due);
}
