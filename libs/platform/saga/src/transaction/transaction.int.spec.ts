import { businessContract } from '../testing/business.contract.js';

businessContract('transaction', 'together');
