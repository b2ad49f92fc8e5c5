import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { EventSourcingModule } from '@platform/event-sourcing';
import { IdempotencyModule, IdempotencyStore } from '@platform/http';
import { MessagingModule, Retention } from '@platform/messaging';
import { type Persistence, PersistenceModule, UnitOfWork } from '@platform/persistence';

import { CartRepository } from './domain/cart.repository.js';
import { Customers, Offers } from './domain/replicas.js';
import { AbandonCartController } from './features/abandon-cart/abandon-cart.controller.js';
import { AbandonCartHandler } from './features/abandon-cart/abandon-cart.handler.js';
import { BeginCheckout } from './features/check-out/begin-checkout.js';
import { CheckOutController } from './features/check-out/check-out.controller.js';
import { CheckoutAnswer } from './features/check-out/checkout-answer.js';
import { KeysInHand } from './features/check-out/keys-in-hand.js';
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
  CheckoutKeys,
  CreateCarts1767225600000,
  CreateHeldOffers1767225600200,
  DateOffers1767225600100,
  EventSourcedCartRepository,
  HeldOffers,
  OfferSweep,
  PostgresCartRepository,
  PostgresCustomers,
  PostgresOffers,
} from './persistence/index.js';

const name = 'cart';

interface Keeping {
  readonly carts: Type<CartRepository>;
  readonly heldOffers: ConstructorParameters<typeof OfferSweep>[2];
  readonly imports: () => DynamicModule[];
}

const keeping: Readonly<Record<Persistence, Keeping>> = {
  state: { carts: PostgresCartRepository, heldOffers: 'cart_item', imports: () => [] },
  events: {
    carts: EventSourcedCartRepository,
    heldOffers: 'held_offer',
    imports: () => [
      EventSourcingModule.forModule({
        name,
        inline: (unit) => [new HeldOffers(unit), new CheckoutKeys(new IdempotencyStore(unit))],
      }),
    ],
  },
};

/** Needs, from whoever composes it, the global `Sagas` and an `OrderReader`. */
@Module({
  imports: [
    CqrsModule,
    PersistenceModule.forModule({
      name,
      migrations: [CreateCarts1767225600000, DateOffers1767225600100, CreateHeldOffers1767225600200],
    }),
    MessagingModule.forModule({ name }),
    IdempotencyModule.forModule({ name }),
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
    KeysInHand,
    CheckoutAnswer,
    { provide: Offers, useClass: PostgresOffers },
    { provide: Customers, useClass: PostgresCustomers },
  ],
})
export class CartModule {
  /** @param persistence whether carts are rows, or streams of the module's log; what it knows of others are rows either way */
  static keptAs(persistence: Persistence): DynamicModule {
    const { carts, heldOffers, imports } = keeping[persistence];
    return {
      module: CartModule,
      imports: imports(),
      providers: [
        { provide: CartRepository, useClass: carts },
        {
          provide: OfferSweep,
          inject: [UnitOfWork, Retention],
          useFactory: (uow: UnitOfWork, retention: Retention) => new OfferSweep(uow, retention, heldOffers),
        },
      ],
    };
  }
}
