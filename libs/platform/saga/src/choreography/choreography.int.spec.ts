import { businessContract } from '../testing/business.contract.js';

businessContract('choreography', 'together');
businessContract('choreography', 'apart');
