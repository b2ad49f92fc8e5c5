import { defineEvent, type EventOf } from '@platform/messaging';

import { customerDataSchema } from './customer.js';

export const CustomerRegistered = defineEvent('customer.registered', 1, customerDataSchema);
export type CustomerRegistered = EventOf<typeof CustomerRegistered>;

export const CustomerChanged = defineEvent('customer.changed', 1, customerDataSchema);
export type CustomerChanged = EventOf<typeof CustomerChanged>;

/** Everything that happens to a customer, on the stream `customer-<customerId>`. */
export type CustomerEvent = CustomerRegistered | CustomerChanged;
