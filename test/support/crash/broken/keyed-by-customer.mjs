// Whatever a customer's first checkout was asked for under, the next one is taken for the same again.
import { inside, replaceMethod } from './inside.mjs';

const BeginCheckout = await inside(
  'libs/marketplace/cart/dist/features/check-out/begin-checkout.js',
  'BeginCheckout',
);
replaceMethod(
  import.meta,
  BeginCheckout,
  'run',
  (run) =>
    function runOnce(customerId, _key, body) {
      return run.call(this, customerId, customerId, body);
    },
);
