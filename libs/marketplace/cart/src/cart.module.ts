import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { IdempotencyModule } from '@platform/http';
import { MessagingModule } from '@platform/messaging';
import { PersistenceModule } from '@platform/persistence';

import { CartRepository } from './domain/cart.repository.js';
import { Customers, Offers } from './domain/replicas.js';
import { AbandonCartController } from './features/abandon-cart/abandon-cart.controller.js';
import { AbandonCartHandler } from './features/abandon-cart/abandon-cart.handler.js';
import { BeginCheckout } from './features/check-out/begin-checkout.js';
import { CheckOutController } from './features/check-out/check-out.controller.js';
import { CheckoutAnswer } from './features/check-out/checkout-answer.js';
import { PutItemController } from './features/put-item/put-item.controller.js';
import { PutItemHandler } from './features/put-item/put-item.handler.js';
import { ReadCartController } from './features/read-cart/read-cart.controller.js';
import { RemoveItemController } from './features/remove-item/remove-item.controller.js';
import { RemoveItemHandler } from './features/remove-item/remove-item.handler.js';
import { RenewCartHandler } from './features/renew-cart/renew-cart.handler.js';
import { ReopenCartHandler } from './features/reopen-cart/reopen-cart.handler.js';
import { SealCartHandler } from './features/seal-cart/seal-cart.handler.js';
import { CustomerReplicaConsumer } from './integration/customer-replica.consumer.js';
import { ProductReplicaConsumer } from './integration/product-replica.consumer.js';
import {
  CreateCarts1767225600000,
  DateOffers1767225600100,
  OfferSweep,
  PostgresCartRepository,
  PostgresCustomers,
  PostgresOffers,
} from './persistence/index.js';

/** Needs, from whoever composes it, the global `Sagas` and an `OrderReader`. */
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({
      name: 'cart',
      migrations: [CreateCarts1767225600000, DateOffers1767225600100],
    }),
    MessagingModule.forModule({ name: 'cart' }),
    IdempotencyModule.forModule({ name: 'cart' }),
  ],
  controllers: [
    ReadCartController,
    AbandonCartController,
    PutItemController,
    RemoveItemController,
    CheckOutController,
    ProductReplicaConsumer,
    CustomerReplicaConsumer,
  ],
  providers: [
    PutItemHandler,
    RemoveItemHandler,
    AbandonCartHandler,
    SealCartHandler,
    ReopenCartHandler,
    RenewCartHandler,
    BeginCheckout,
    CheckoutAnswer,
    OfferSweep,
    { provide: CartRepository, useClass: PostgresCartRepository },
    { provide: Offers, useClass: PostgresOffers },
    { provide: Customers, useClass: PostgresCustomers },
  ],
})
export class CartModule {}
