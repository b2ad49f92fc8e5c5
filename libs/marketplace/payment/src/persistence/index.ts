export { CreatePayments1767225600000 } from './migrations/1767225600000-create-payments.js';
export { EventSourcedPaymentViews } from './event-sourced-payment-views.js';
export { EventSourcedPaymentRepository } from './event-sourced-payment.repository.js';
export { PostgresOwedRefunds } from './postgres-owed-refunds.js';
export { PostgresPaymentViews } from './postgres-payment-views.js';
export { PostgresPaymentRepository } from './postgres-payment.repository.js';
export { SettledAttempts } from './settled-attempts.js';
