import type { Client } from '../client/clients.js';
import type { Due, Scene } from './scene.js';

export function lookAt({ operations }: Scene, client: Client, sellerId: string, due?: Due) {
  const path = `/sellers/${sellerId}/dashboard`;
  return operations.perform(client, 'dashboard', { sellerId }, { method: 'GET', path }, due);
}
