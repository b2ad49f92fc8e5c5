// Every call to the provider is a charge of its own: what was charged by a call whose answer was lost is charged again.
import { randomUUID } from 'node:crypto';
import { inside, replaceMethod } from './inside.mjs';

const Gateway = await inside(
  'libs/marketplace/payment/dist/gateway/http-payment.gateway.js',
  'HttpPaymentGateway',
);
replaceMethod(
  import.meta,
  Gateway,
  'charge',
  (charge) =>
    function chargeAnew(_key, ...rest) {
      return charge.call(this, randomUUID(), ...rest);
    },
);
