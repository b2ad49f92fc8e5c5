import { Injectable } from '@nestjs/common';
import { problem } from '@platform/http';

import { OrderPast } from './order-past.js';

/** Rows say what an order is; what it was they have forgotten. */
@Injectable()
export class NoOrderPast extends OrderPast {
  override asOf(): Promise<never> {
    return this.history();
  }

  override history(): Promise<never> {
    return Promise.reject(
      problem(
        'history-not-kept',
        'This deployment keeps orders as they are now and not what they were; a profile with order under eventSourced keeps both.',
      ),
    );
  }
}
