import type { Address } from './addresses.js';

/** Nothing listens there: nobody is asked while tables are worked on. */
export const nowhereAddress: Address = { host: '127.0.0.1', port: 9, url: 'http://127.0.0.1:9' };
export const nowhere = nowhereAddress.url;
