import { Column, Entity, PrimaryColumn } from 'typeorm';

import type { Address, CustomerData } from '../contract/index.js';

@Entity({ schema: 'customer', name: 'customer' })
export class CustomerEntity implements CustomerData {
  @PrimaryColumn('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  email!: string;

  @Column('jsonb')
  address!: Address;

  /** Of the customer's stream. */
  @Column('integer')
  version!: number;
}
