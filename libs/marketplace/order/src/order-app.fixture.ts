import { CommandBus } from '@nestjs/cqrs';
import { newId } from '@platform/domain';
import type { Persistence } from '@platform/persistence';
import { type ModuleApp, openModuleApp } from '@platform/http/testing';

import { ApproveOrder, OpenOrder, PlaceOrder } from './contract/index.js';
import { someItem } from './domain/order.fixture.js';
import { OrderModule } from './order.module.js';

export interface OrderApp extends ModuleApp {
  readonly commands: CommandBus;
  /** Opens an order. @returns its id */
  open(customerId?: string): Promise<string>;
  /** Opens, places and approves an order. @returns its id */
  approve(customerId?: string): Promise<string>;
}

/** The order module in a process of its own; the log of `shipment` can be written, and is heard. */
export async function openOrderApp(persistence: Persistence = 'state'): Promise<OrderApp> {
  const app = await openModuleApp({ order: OrderModule.keptAs(persistence) }, { heard: ['shipment'] });
  const commands = app.get(CommandBus);
  const open = async (customerId = newId()): Promise<string> => {
    const orderId = newId();
    await commands.execute(new OpenOrder({ orderId, customerId, currency: 'EUR' }));
    return orderId;
  };
  const approve = async (customerId?: string): Promise<string> => {
    const orderId = await open(customerId);
    await commands.execute(new PlaceOrder({ orderId, items: [someItem()], dropped: [] }));
    await commands.execute(new ApproveOrder({ orderId }));
    return orderId;
  };
  return { ...app, commands, open, approve };
}
