import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { ProductStatus, StockState } from '../domain/stock.js';

/** A row per product that was ever heard of. */
@Entity({ schema: 'stock', name: 'stock' })
export class StockEntity implements Omit<StockState, 'held'> {
  @PrimaryColumn('uuid', { name: 'product_id' })
  productId!: string;

  @Column('integer', { name: 'product_version' })
  productVersion!: number;

  @Column('text', { name: 'product_status' })
  productStatus!: ProductStatus;

  @Column('integer')
  available!: number;

  @Column('integer')
  reserved!: number;

  @Column('integer', { name: 'order_count' })
  orderCount!: number;

  @Column('bigint', { name: 'year_to_date' })
  yearToDate!: number;

  /** Of the stock's stream. */
  @Column('bigint')
  version!: number;
}
