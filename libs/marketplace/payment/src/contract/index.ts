export {
  AbandonCharges,
  CallProvider,
  type ChargeData,
  ConcludeCharge,
  PrepareCharge,
  type PreparedCharge,
} from './commands.js';
export {
  type Charge,
  PaymentCaptured,
  PaymentDeclined,
  type PaymentEvent,
  PaymentRefunded,
} from './events.js';
export {
  type PaymentLine,
  paymentLineSchema,
  type PaymentMethod,
  paymentMethodSchema,
  type PaymentView,
  paymentViewSchema,
} from './payment-view.js';
export type { ProviderAnswer } from './provider-answer.js';
export { PaymentProviderUrl } from './provider-url.js';
