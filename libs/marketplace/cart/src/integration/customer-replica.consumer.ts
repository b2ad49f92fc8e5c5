import { CustomerChanged, CustomerRegistered } from '@marketplace/customer/contract';
import { Consumer, type Message, On } from '@platform/messaging';

import { Customers } from '../domain/replicas.js';

/** Keeps who is a customer and where they live. */
@Consumer({ module: 'cart', name: 'customer-replica' })
export class CustomerReplicaConsumer {
  constructor(private readonly customers: Customers) {}

  @On(CustomerRegistered)
  onRegistered({ data }: Message<CustomerRegistered['data']>): Promise<void> {
    return this.customers.take(data.customerId, data.address);
  }

  @On(CustomerChanged)
  onChanged({ data }: Message<CustomerChanged['data']>): Promise<void> {
    return this.customers.take(data.customerId, data.address);
  }
}
