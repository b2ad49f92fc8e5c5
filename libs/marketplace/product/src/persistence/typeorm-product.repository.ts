import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { insertNew, UnitOfWork } from '@platform/persistence';
import { In } from 'typeorm';

import type { ProductData } from '../contract/index.js';
import { Product } from '../domain/product.js';
import { ProductRepository } from '../domain/product.repository.js';
import { ProductEntity } from './product.entity.js';

/** Keeps a row per product; the log is its outbox. */
@Injectable()
export class TypeOrmProductRepository extends ProductRepository {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
  }

  override async find(id: string): Promise<Product | undefined> {
    const row = await this.unit.entities.findOneBy(ProductEntity, { productId: id });
    return row ? Product.restore(row) : undefined;
  }

  override async load(id: string): Promise<Product> {
    return (await this.loadAll([id])).get(id) ?? Product.unknown(id);
  }

  override async loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Product>> {
    const products = new Map(ids.map((id) => [id, Product.unknown(id)]));
    if (ids.length === 0) return products;
    const rows = await this.unit.entities.find(ProductEntity, {
      where: { productId: In([...products.keys()]) },
      order: { productId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const row of rows) products.set(row.productId, Product.restore(row));
    return products;
  }

  override async save(products: Iterable<Product>): Promise<void> {
    const created: ProductData[] = [];
    const changed: ProductData[] = [];
    for (const product of products) {
      const events = product.pullEvents();
      if (events.length === 0) continue;
      (product.version === events.length ? created : changed).push(product.data);
      this.log.append(`product-${product.id}`, events);
    }
    const { entities } = this.unit;
    await insertNew(entities, ProductEntity, created.sort(byId));
    // Their rows are locked, so each of them is there to be updated.
    if (changed.length > 0) await entities.upsert(ProductEntity, changed.sort(byId), ['productId']);
  }
}

function byId(a: ProductData, b: ProductData): number {
  return a.productId < b.productId ? -1 : 1;
}
