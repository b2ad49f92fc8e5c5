import { transportContract } from '../testing/transport.contract.js';
import { InProcessTransport } from './in-process.transport.js';

transportContract(() => new InProcessTransport());
