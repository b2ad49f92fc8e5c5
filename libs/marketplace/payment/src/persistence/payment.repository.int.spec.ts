import { afterAll, describe } from '@jest/globals';

import { OwedRefunds } from '../domain/owed-refunds.js';
import { paymentRepositoryContract } from '../domain/payment.repository.contract.js';
import { PaymentRepository } from '../domain/payment.repository.js';
import { openPaymentApp, type PaymentApp } from '../payment-app.fixture.js';

describe.each(['state', 'events'] as const)('kept as %s', (persistence) => {
  let app: PaymentApp | undefined;
  afterAll(() => app?.close());

  paymentRepositoryContract(async () => {
    app = await openPaymentApp(persistence);
    // The contract claims what is owed itself.
    await app.worker.stop();
    return { payments: app.get(PaymentRepository), owed: app.get(OwedRefunds), unit: app.unit, log: app.log };
  });
});
