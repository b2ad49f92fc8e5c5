import { CommandBus } from '@nestjs/cqrs';
import { newId } from '@platform/domain';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';
import type { Persistence } from '@platform/persistence';

import {
  ConfirmStock,
  type ItemToReserve,
  ReleaseStock,
  ReserveStock,
  type StockView,
} from './contract/index.js';
import { FollowProduct } from './features/follow-product/follow-product.command.js';
import { SetStock } from './features/set-stock/set-stock.command.js';
import { StockModule } from './stock.module.js';

/** The module with its checkout commands at hand. */
export async function openStockApp(
  persistence: Persistence = 'state',
  options: Parameters<typeof openModuleApp>[1] = {},
) {
  const app: ModuleApp = await openModuleApp({ stock: StockModule.keptAs(persistence) }, options);
  const commands = app.get(CommandBus);
  return {
    ...app,
    follow: (productId: string, version: number, status: 'active' | 'deleted' = 'active') =>
      commands.execute(new FollowProduct(productId, version, status)),
    /** A known product at version 1 with this many pieces. @returns its id */
    stocked: async (available: number) => {
      const productId = newId();
      await commands.execute(new FollowProduct(productId, 1, 'active'));
      await commands.execute(new SetStock(productId, available));
      return productId;
    },
    reserve: (orderId: string, items: readonly ItemToReserve[], lastAsk = false) =>
      commands.execute(new ReserveStock({ orderId, items, lastAsk })),
    release: (orderId: string) => commands.execute(new ReleaseStock({ orderId })),
    confirm: (orderId: string) => commands.execute(new ConfirmStock({ orderId })),
    stock: async (productId: string) => (await app.request('GET', `/stock/${productId}`)).json<StockView>(),
  };
}

export type StockApp = Awaited<ReturnType<typeof openStockApp>>;

/** An item of the first offer of a product. */
export function item(productId: string, quantity: number, productVersion = 1): ItemToReserve {
  return { productId, productVersion, quantity };
}
