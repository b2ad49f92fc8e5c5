import type { PresetName } from '@comparison/protocol';
import type { Population, Product } from '../population/population.js';
import { type KeyChooser, scattered, uniformKeys, zipfKeys } from './keys.js';
import { type Preset, presets, type TransactionType } from './preset.js';
import { Random } from './random.js';
import type { CheckoutSession, PriceUpdate, Transaction } from './transaction.js';

const MOST_ITEMS = 10;
const MOST_PIECES = 10;
const SHARES = {
  ...{ voucher: 0.05, readsStock: 0.1, readsCart: 0.2 },
  ...{ readsOrder: 0.25, listsOrders: 0.1, watches: 0.05 },
  ...{ asksAgain: 0.05, hasRival: 0.3 },
};
/** How far back a price update looks for a checkout session whose product it reprices while it lies in the cart. */
const LOOKS_BACK = 20;

/** Of so many hands is a deck: each holds to the mix as well as whole cards can. */
const HANDS = 5;

/**
 * The transactions of a stretch, by index. Each is drawn from a generator of its own, named after seed, stretch and index: who
 * asks, when and in which order changes nothing, so that an open and a closed loop play the same list.
 */
export class TransactionList {
  private readonly preset: Preset;
  private readonly chooseProduct: KeyChooser;
  private deck: { readonly number: number; readonly cards: readonly TransactionType[] } | undefined;

  constructor(
    private readonly population: Population,
    preset: PresetName,
    private readonly seed: number,
    /** The stretch's id. */
    private readonly stretch: string,
  ) {
    this.preset = presets[preset];
    const { length } = population.products;
    const order = new Random(seed, 'popularity').shuffled(Array.from({ length }, (_, index) => index));
    this.chooseProduct =
      this.preset.skew > 0 ? scattered(zipfKeys(length, this.preset.skew), order) : uniformKeys(length);
  }

  at(index: number): Transaction {
    const random = new Random(this.seed, this.stretch, 'transaction', index);
    switch (this.typeAt(index)) {
      case 'checkout':
        return this.session(random);
      case 'price-update':
        return this.priceUpdate(random, index);
      case 'replace':
        return { type: 'replace', productId: this.product(random).id, raise: random.between(1, 9) };
      case 'dashboard':
        return { type: 'dashboard', sellerId: this.product(random).sellerId };
      case 'delivery':
        return { type: 'delivery' };
    }
  }

  /** By decks of a hundred cards: short stretches hold to the mix, too, and none has more checkouts than another by chance. */
  private typeAt(index: number): TransactionType {
    const number = Math.floor(index / 100);
    if (this.deck?.number !== number)
      this.deck = {
        number,
        cards: dealt(this.preset.mix, new Random(this.seed, this.stretch, 'deck', number)),
      };
    return this.deck.cards[index % 100] ?? 'checkout';
  }

  private session(random: Random): CheckoutSession {
    const wanted = Math.min(random.between(1, MOST_ITEMS), this.population.products.length);
    const chosen = new Set<Product>();
    while (chosen.size < wanted) chosen.add(this.product(random));
    return {
      type: 'checkout',
      customer: random.below(this.population.customers.length),
      items: [...chosen].map(({ id, priceCents }) => {
        const quantity = random.between(1, MOST_PIECES);
        const voucherCents = random.chance(SHARES.voucher) ? Math.floor((priceCents * quantity) / 10) : 0;
        return { productId: id, quantity, voucherCents };
      }),
      method: (['credit-card', 'credit-card', 'debit-card', 'boleto'] as const)[random.below(4)] ?? 'boleto',
      readsStock: random.chance(SHARES.readsStock),
      readsCart: random.chance(SHARES.readsCart),
      readsOrder: random.chance(SHARES.readsOrder),
      listsOrders: random.chance(SHARES.listsOrders),
      watchesDashboard: random.chance(SHARES.watches),
      asksAgain: random.chance(SHARES.asksAgain),
    };
  }

  /** Half of them befall what lies in a cart just then, or too few would ever meet one to say anything about stale prices. */
  private priceUpdate(random: Random, index: number): PriceUpdate {
    const anyProduct = this.product(random).id;
    const raise = random.between(1, 9);
    const inCart = random.chance(0.5) ? this.inCartBefore(index, random) : undefined;
    const watcher = random.below(this.population.customers.length);
    return {
      type: 'price-update',
      ...{ productId: inCart ?? anyProduct, raise, watcher: random.chance(0.5) ? watcher : null },
      hasRival: random.chance(SHARES.hasRival),
    };
  }

  private inCartBefore(index: number, random: Random): string | undefined {
    for (let before = index - 1; before >= Math.max(0, index - LOOKS_BACK); before -= 1) {
      if (this.typeAt(before) !== 'checkout') continue;
      const { items } = this.session(new Random(this.seed, this.stretch, 'transaction', before));
      return items[random.below(items.length)]?.productId;
    }
    return undefined;
  }

  private product(random: Random): Product {
    return this.population.products[this.chooseProduct(random)] as Product;
  }
}

/**
 * The cards of a deck in an order of chance, but dealt out evenly: what is offered in a second or two is the mix, or whether a rate
 * is too much would be a matter of which seconds its checkouts fell into.
 */
function dealt(mix: Preset['mix'], random: Random): readonly TransactionType[] {
  const cards = Object.entries(mix).flatMap(([type, times]) =>
    Array<TransactionType>(times).fill(type as TransactionType),
  );
  const hands = Array.from({ length: HANDS }, (_, hand) => cards.filter((_card, at) => at % HANDS === hand));
  return random.shuffled(hands).flatMap((hand) => random.shuffled(hand));
}
