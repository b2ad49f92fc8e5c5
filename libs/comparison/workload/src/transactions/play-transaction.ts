import type { Client } from '../client/clients.js';
import type { Customer } from '../client/customers.js';
import type { Transaction } from '../draw/transaction.js';
import { deliver } from './deliver.js';
import { lookAt } from './look-at-dashboard.js';
import { replaceProduct, updatePrice } from './products.js';
import type { Due, Scene } from './scene.js';
import { playSession } from './session.js';

/** Whom a transaction needs to be free. */
export function customerOf(transaction: Transaction): number | undefined {
  return transaction.type === 'checkout' ? transaction.customer : undefined;
}

/** Plays one from its beginning to its end. @param customer of a checkout session; is released */
export async function playTransaction(
  scene: Scene,
  client: Client,
  transaction: Transaction,
  customer: Customer | undefined,
  due: Due,
): Promise<void> {
  switch (transaction.type) {
    case 'checkout':
      if (customer)
        await playSession(scene, client, customer, transaction, due).finally(() =>
          scene.customers.release(customer),
        );
      return;
    case 'price-update': {
      const { watcher } = transaction;
      // Whoever watches must find an empty cart, or a session's leftovers would be thrown away unseen.
      const looker = watcher === null ? undefined : scene.customers.take(watcher);
      return updatePrice(
        scene,
        client,
        transaction,
        looker?.cart === 'empty' ? looker : undefined,
        due,
      ).finally(() => looker && scene.customers.release(looker));
    }
    case 'replace':
      return replaceProduct(scene, client, transaction, due);
    case 'delivery':
      return deliver(scene, client, due);
    case 'dashboard':
      await lookAt(scene, client, transaction.sellerId, due);
  }
}
