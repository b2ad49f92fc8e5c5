import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { SealedCart } from '../contract/index.js';
import { Cart } from '../domain/cart.js';
import { CartRepository } from '../domain/cart.repository.js';
import type { Offer } from '../domain/offer.js';
import { PricedCart } from '../domain/priced-cart.js';
import { readPricesSql } from './cart.sql.js';
import { type CartStreams, cartStreams, readSealedContent } from './cart-streams.js';
import { HeldOffers } from './held-offers.js';

interface PricesRow {
  readonly address: SealedCart['shippingAddress'];
  readonly offers: Offer[];
}

/** Carts as streams. What items cost is no cart's: it is asked of the offers, which are rows. */
@Injectable()
export class EventSourcedCartRepository extends CartRepository {
  private readonly streams: CartStreams;
  private readonly held: HeldOffers;
  private readonly pricesSql: string;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
    this.streams = cartStreams(uow, log);
    this.held = new HeldOffers(uow);
    this.pricesSql = readPricesSql(`"${uow.schema}"`);
  }

  override async load(customerId: string): Promise<PricedCart | undefined> {
    return this.priced(customerId, await this.streams.load([customerId]));
  }

  override async read(customerId: string): Promise<PricedCart | undefined> {
    return this.priced(customerId, await this.streams.find([customerId]));
  }

  override async isSealedFor(customerId: string, orderId: string): Promise<boolean> {
    const carts = await this.streams.find([customerId]);
    return carts.get(customerId)?.isSealedFor(orderId) ?? false;
  }

  override sealedContent(cart: Cart): Promise<SealedCart> {
    return readSealedContent(this.log, cart);
  }

  override save(cart: Cart): Promise<void> {
    this.held.follow(this.streams.save(cart));
    return Promise.resolve();
  }

  private async priced(
    customerId: string,
    found: ReadonlyMap<string, Cart>,
  ): Promise<PricedCart | undefined> {
    const cart = found.get(customerId) ?? new Cart(customerId);
    const [row] = await this.uow.query<PricesRow>(this.pricesSql, [
      customerId,
      JSON.stringify(cart.state.items),
    ]);
    return row && new PricedCart(cart, row.address, row.offers);
  }
}
