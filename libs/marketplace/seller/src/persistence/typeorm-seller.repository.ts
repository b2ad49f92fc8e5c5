import { Injectable } from '@nestjs/common';
import { EventLog } from '@platform/messaging';
import { insertNew, UnitOfWork } from '@platform/persistence';
import { In } from 'typeorm';

import type { SellerData } from '../contract/index.js';
import { Seller } from '../domain/seller.js';
import { SellerRepository } from '../domain/seller.repository.js';
import { SellerEntity } from './seller.entity.js';

type SellerRow = SellerData & { readonly version: number };

/** Keeps a row per seller; the log is its outbox. */
@Injectable()
export class TypeOrmSellerRepository extends SellerRepository {
  constructor(
    private readonly unit: UnitOfWork,
    private readonly log: EventLog,
  ) {
    super();
  }

  override async find(id: string): Promise<Seller | undefined> {
    const row = await this.unit.entities.findOneBy(SellerEntity, { sellerId: id });
    return row ? restore(row) : undefined;
  }

  override async load(id: string): Promise<Seller> {
    return (await this.loadAll([id])).get(id) ?? Seller.unknown(id);
  }

  override async loadAll(ids: readonly string[]): Promise<ReadonlyMap<string, Seller>> {
    const sellers = new Map(ids.map((id) => [id, Seller.unknown(id)]));
    if (ids.length === 0) return sellers;
    const rows = await this.unit.entities.find(SellerEntity, {
      where: { sellerId: In([...sellers.keys()]) },
      order: { sellerId: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const row of rows) sellers.set(row.sellerId, restore(row));
    return sellers;
  }

  override async save(sellers: Iterable<Seller>): Promise<void> {
    const registered: SellerRow[] = [];
    const changed: SellerRow[] = [];
    for (const seller of sellers) {
      const events = seller.pullEvents();
      if (events.length === 0) continue;
      const row = { ...seller.data, version: seller.version };
      (seller.version === events.length ? registered : changed).push(row);
      this.log.append(`seller-${seller.id}`, events);
    }
    const { entities } = this.unit;
    await insertNew(entities, SellerEntity, registered.sort(byId));
    // Their rows are locked, so each of them is there to be updated.
    if (changed.length > 0) await entities.upsert(SellerEntity, changed.sort(byId), ['sellerId']);
  }
}

function restore({ version, sellerId, name, email, address }: SellerRow): Seller {
  return Seller.restore({ sellerId, name, email, address }, version);
}

function byId(a: SellerRow, b: SellerRow): number {
  return a.sellerId < b.sellerId ? -1 : 1;
}
