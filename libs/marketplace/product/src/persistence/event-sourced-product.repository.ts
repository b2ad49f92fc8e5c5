import { Injectable } from '@nestjs/common';
import { AggregateStreams } from '@platform/event-sourcing';
import { EventLog } from '@platform/messaging';
import { UnitOfWork } from '@platform/persistence';

import type { ProductData, ProductEvent } from '../contract/index.js';
import { Product } from '../domain/product.js';
import { ProductRepository } from '../domain/product.repository.js';

/** A product's price may change for years. */
const SNAPSHOTS = { every: 100, stateVersion: 1 };

/** Products as streams. */
@Injectable()
export class EventSourcedProductRepository extends ProductRepository {
  private readonly streams: AggregateStreams<ProductData | null, ProductEvent, Product>;

  constructor(unit: UnitOfWork, log: EventLog) {
    super();
    this.streams = new AggregateStreams<ProductData | null, ProductEvent, Product>(unit, log, {
      stream: 'product',
      revive: (id, snapshot) =>
        snapshot?.state == null ? Product.unknown(id) : Product.restore(snapshot.state),
      snapshots: SNAPSHOTS,
    });
  }

  override async find(id: string): Promise<Product | undefined> {
    return (await this.streams.find([id])).get(id);
  }

  override async load(id: string): Promise<Product> {
    return (await this.streams.load([id])).get(id) ?? Product.unknown(id);
  }

  override async loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Product>> {
    const found = await this.streams.load(ids);
    return new Map(ids.map((id) => [id, found.get(id) ?? Product.unknown(id)]));
  }

  override save(products: Iterable<Product>): Promise<void> {
    for (const product of products) this.streams.save(product);
    return Promise.resolve();
  }
}
