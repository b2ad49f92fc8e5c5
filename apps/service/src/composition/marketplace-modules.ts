import { CartModule } from '@marketplace/cart';
import { CustomerModule } from '@marketplace/customer';
import { OrderModule } from '@marketplace/order';
import { PaymentModule } from '@marketplace/payment';
import { ProductModule } from '@marketplace/product';
import { SellerModule } from '@marketplace/seller';
import { ShipmentModule } from '@marketplace/shipment';
import { StockModule } from '@marketplace/stock';
import type { Type } from '@nestjs/common';

/** The Nest module behind each name that a profile may place. */
export const marketplaceModules: Readonly<Record<string, Type>> = {
  customer: CustomerModule,
  seller: SellerModule,
  product: ProductModule,
  stock: StockModule,
  cart: CartModule,
  order: OrderModule,
  payment: PaymentModule,
  shipment: ShipmentModule,
};
