// The cart hears of every change of a price, remembers that it did, and goes on asking for the old one.
import { inside, replaceMethod } from './inside.mjs';

const Offers = await inside('libs/marketplace/cart/dist/persistence/postgres-offers.js', 'PostgresOffers');
replaceMethod(
  import.meta,
  Offers,
  'take',
  (take) =>
    function takeNew(offer) {
      return offer.revision > offer.version ? Promise.resolve() : take.call(this, offer);
    },
);
