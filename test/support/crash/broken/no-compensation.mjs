// After a checkout that failed nobody opens the cart again.
import { inside, replaceMethod } from './inside.mjs';

const ReopenCart = await inside(
  'libs/marketplace/cart/dist/features/reopen-cart/reopen-cart.handler.js',
  'ReopenCartHandler',
);
replaceMethod(
  import.meta,
  ReopenCart,
  'execute',
  () => () => Promise.resolve({ outcome: 'done', result: null }),
);
