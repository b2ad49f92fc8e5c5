import { registerProblems } from '@platform/http';

registerProblems({
  'cart-empty': { status: 409, title: 'The cart is empty' },
  'cart-sealed': { status: 409, title: 'The cart is sealed by a checkout that is not decided yet' },
  'cart-full': { status: 409, title: 'The cart holds as many different products as it can' },
  'cart-currency': { status: 409, title: 'The items of a cart share one currency' },
});
