export { EventSourcedCartRepository } from './event-sourced-cart.repository.js';
export { CreateCarts1767225600000 } from './migrations/1767225600000-create-carts.js';
export { CreateHeldOffers1767225600200 } from './migrations/1767225600200-create-held-offers.js';
export { DateOffers1767225600100 } from './migrations/1767225600100-date-offers.js';
export { OfferSweep } from './offer-sweep.js';
export { PostgresCartRepository } from './postgres-cart.repository.js';
export { PostgresCustomers } from './postgres-customers.js';
export { PostgresOffers } from './postgres-offers.js';
