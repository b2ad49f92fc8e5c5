import { randomUUID } from 'node:crypto';
import type { Client } from '../client/clients.js';
import { retryPause } from './retry-pause.js';
import type { Due, Scene } from './scene.js';

const ATTEMPTS = 3;

/** One run of deliveries; without an answer it is asked for again under the same key, a few times. */
export async function deliver({ operations, halt }: Scene, client: Client, due: Due): Promise<void> {
  const idempotencyKey = randomUUID();
  for (let attempt = 1; attempt <= ATTEMPTS && !halt.isOver(); attempt += 1) {
    const { type } = await operations.perform(
      client,
      'deliver',
      { idempotencyKey },
      {
        ...{ method: 'POST', path: '/shipments/deliveries' },
        headers: { 'idempotency-key': idempotencyKey },
      },
      attempt === 1 ? due : undefined,
    );
    if (type !== 'info') return;
    if (attempt < ATTEMPTS) await halt.pause(retryPause(attempt));
  }
}
