import type { SeenOrder } from '@comparison/protocol';
import type { Client } from '../client/clients.js';
import { lookAt } from './look-at-dashboard.js';
import type { Scene } from './scene.js';
import { untilShown } from './until-shown.js';

/** Looks at the dashboard of one of an approved order's sellers until it shows the order. */
export async function watchDashboard(scene: Scene, client: Client, order: SeenOrder): Promise<void> {
  const [line] = order.lines;
  if (!line) return;
  await untilShown(scene.halt, async () => {
    const { body } = await lookAt(scene, client, line.sellerId, undefined, { orderId: order.id });
    return body?.entries.some(({ orderId }) => orderId === order.id) === true;
  });
}
