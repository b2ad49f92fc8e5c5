import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ProductData, ProductStatus } from '../contract/index.js';

/** A row per product, deleted ones included. */
@Entity({ schema: 'product', name: 'product' })
export class ProductEntity implements ProductData {
  @PrimaryColumn('uuid', { name: 'product_id' })
  productId!: string;

  @Column('uuid', { name: 'seller_id' })
  sellerId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  sku!: string;

  @Column('text')
  category!: string;

  @Column('text')
  description!: string;

  @Column('bigint', { name: 'price_cents' })
  priceCents!: number;

  @Column('bigint', { name: 'freight_cents' })
  freightCents!: number;

  @Column('text')
  currency!: string;

  @Column('text')
  status!: ProductStatus;

  @Column('integer')
  version!: number;

  @Column('integer')
  revision!: number;
}
