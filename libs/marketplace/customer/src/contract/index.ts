export { type Address, addressSchema } from './address.js';
export {
  type CustomerData,
  customerDataSchema,
  type CustomerDetails,
  customerDetailsSchema,
  customerSchema,
  type CustomerView,
  type OrderCounts,
  orderCountsSchema,
} from './customer.js';
export { CustomerChanged, type CustomerEvent, CustomerRegistered } from './events.js';
