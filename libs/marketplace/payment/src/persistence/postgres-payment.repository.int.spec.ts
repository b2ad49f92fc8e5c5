import { afterAll } from '@jest/globals';

import { OwedRefunds } from '../domain/owed-refunds.js';
import { paymentRepositoryContract } from '../domain/payment.repository.contract.js';
import { PaymentRepository } from '../domain/payment.repository.js';
import { openPaymentApp, type PaymentApp } from '../payment-app.fixture.js';

let app: PaymentApp;
afterAll(() => app.close());

paymentRepositoryContract(async () => {
  app = await openPaymentApp();
  // The contract claims what is owed itself.
  await app.worker.stop();
  return { payments: app.get(PaymentRepository), owed: app.get(OwedRefunds), unit: app.unit, log: app.log };
});
