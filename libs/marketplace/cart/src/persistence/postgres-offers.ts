import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '@platform/persistence';

import type { Offer } from '../domain/offer.js';
import { Offers } from '../domain/replicas.js';

@Injectable()
export class PostgresOffers extends Offers {
  private readonly currentSql: string;
  private readonly takeSql: string;

  constructor(private readonly uow: UnitOfWork) {
    super();
    const s = `"${uow.schema}"`;
    this.currentSql = `
      SELECT product_id AS "productId", version, revision, seller_id AS "sellerId", name, price_cents AS "priceCents",
             freight_cents AS "freightCents", currency, status
        FROM ${s}.offer WHERE product_id = $1 ORDER BY version DESC LIMIT 1`;
    this.takeSql = `
      INSERT INTO ${s}.offer AS o
             (product_id, version, revision, seller_id, name, price_cents, freight_cents, currency, status)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (product_id, version) DO UPDATE
        SET revision = excluded.revision, seller_id = excluded.seller_id, name = excluded.name,
            price_cents = excluded.price_cents, freight_cents = excluded.freight_cents,
            currency = excluded.currency, status = excluded.status
        WHERE o.revision < excluded.revision`;
  }

  override async current(productId: string): Promise<Offer | undefined> {
    const [offer] = await this.uow.query<Offer>(this.currentSql, [productId]);
    return offer;
  }

  override take(offer: Offer): Promise<void> {
    const { productId, version, revision, sellerId, name, priceCents, freightCents, currency, status } =
      offer;
    this.uow.write(this.takeSql, [
      productId,
      version,
      revision,
      sellerId,
      name,
      priceCents,
      freightCents,
      currency,
      status,
    ]);
    return Promise.resolve();
  }
}
