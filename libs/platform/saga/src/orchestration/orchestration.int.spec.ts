import { businessContract } from '../testing/business.contract.js';

businessContract('orchestration', 'together');
businessContract('orchestration', 'apart');
