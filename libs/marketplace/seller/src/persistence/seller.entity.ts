import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { SellerData } from '../contract/index.js';

@Entity({ schema: 'seller', name: 'seller' })
export class SellerEntity implements SellerData {
  @PrimaryColumn('uuid', { name: 'seller_id' })
  sellerId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  email!: string;

  @Column('jsonb')
  address!: SellerData['address'];

  /** Of the seller's stream. */
  @Column('integer')
  version!: number;
}
