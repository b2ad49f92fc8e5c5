export { checkout } from './checkout.saga.js';
