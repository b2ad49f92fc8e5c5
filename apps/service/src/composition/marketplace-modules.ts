import { CartModule } from '@marketplace/cart';
import { CustomerModule } from '@marketplace/customer';
import { OrderModule } from '@marketplace/order';
import { PaymentModule } from '@marketplace/payment';
import { ProductModule } from '@marketplace/product';
import { SellerModule } from '@marketplace/seller';
import { ShipmentModule } from '@marketplace/shipment';
import { StockModule } from '@marketplace/stock';
import type { DynamicModule, Type } from '@nestjs/common';
import type { Persistence } from '@platform/persistence';

/** A module that can keep its aggregates in either way. */
type KeptAs = Type & { keptAs(persistence: Persistence): DynamicModule };

/** The Nest module behind each name that a profile may place, kept as the profile says. */
export const marketplaceModules: Readonly<Record<string, Type | KeptAs>> = {
  customer: CustomerModule,
  seller: SellerModule,
  product: ProductModule,
  stock: StockModule,
  cart: CartModule,
  order: OrderModule,
  payment: PaymentModule,
  shipment: ShipmentModule,
};

/** @throws Error for a name that the marketplace does not have */
export function marketplaceModule(name: string, persistence: Persistence = 'state'): Type | DynamicModule {
  const module = marketplaceModules[name];
  if (!module) throw new Error(`The profile names a module "${name}", which the marketplace does not have.`);
  return 'keptAs' in module ? module.keptAs(persistence) : module;
}
