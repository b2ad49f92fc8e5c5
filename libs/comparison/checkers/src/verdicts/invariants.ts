import type { Anomaly, InvariantId } from '@comparison/protocol';
import { acknowledgedIsDecided } from '../checks/acknowledged.js';
import {
  dashboardsAddUpWhenRead,
  dashboardsShowAPrefix,
  dashboardsShowOrders,
  dashboardsShowWholeOrders,
} from '../checks/dashboards.js';
import { placedOrdersStay, seenReservationsStay, shownOrdersStay } from '../checks/dirty-reads.js';
import { lostIsWholeOrAbsent } from '../checks/lost-answers.js';
import { changesAreKept, deliveriesAreKept } from '../checks/kept-writes.js';
import { updatesAreNotLost } from '../checks/lost-updates.js';
import { capturedWhatWasOrdered, orderedAtTheReadPrice } from '../checks/moved-prices.js';
import { retriesAnswerAlike } from '../checks/order-retries.js';
import { cartsBecomeOrders } from '../checks/carts-and-orders.js';
import { ownItemsAreRead } from '../checks/own-carts.js';
import { ownWritesAreRead } from '../checks/own-writes.js';
import { paidPricesWereOffered } from '../checks/paid-prices.js';
import { pricesArriveInOrder } from '../checks/price-order.js';
import { ordersOnlyGoOn } from '../checks/seen-order-changes.js';
import { seenStockIsSound } from '../checks/seen-stock.js';
import { sessionsNeverGoBack } from '../checks/sessions.js';
import { cartsShowNewPrices } from '../checks/stale-carts.js';
import { listsShowOrders } from '../checks/stale-lists.js';
import { productsShowChanges } from '../checks/stale-products.js';
import type { HistoryCheck } from '../checks/tally.js';
import { noMoreIsSoldThanThereWas, packagesAreDeliveredOnce } from '../checks/write-skew.js';
import { ordersUnseenOnDashboards, pricesUnseenInCarts, type WindowsOf } from '../checks/unseen-windows.js';
import type { Judged } from './judged.js';
import {
  type Allowed,
  type Always,
  atomicCheckout,
  currentLists,
  freshCopies,
  type PromisedBy,
  readsById,
} from './promises.js';

/** Something that clients may notice; counted, and judged by what the profile promises. */
export interface Measured {
  readonly kind: Anomaly['kind'];
  /** In two or three words. */
  readonly name: string;
  /** What is counted. */
  readonly title: string;
  readonly check: HistoryCheck;
  /** How long it lasts, where somebody waits for its end. */
  readonly windows?: WindowsOf;
  readonly forbidden: Always | PromisedBy | Allowed;
}

export interface Invariant {
  readonly title: string;
  /** Of the history; what one finds is a violation in every profile. */
  readonly checks: readonly HistoryCheck[];
  readonly measured: readonly Measured[];
  /** How much of the stored state was looked at for it. */
  readonly stored: (judged: Judged) => number;
  /** What it cannot have shown although it held. */
  readonly but?: (judged: Judged) => string | undefined;
  /** Why it is not judged when nothing was looked at. */
  readonly unseen: string;
}

const nothing = (): number => 0;
const nothingUndone = ({ snapshot: { orders } }: Judged): string | undefined =>
  orders.some(({ status }) => status === 'rejected' || status === 'payment-failed')
    ? undefined
    : 'no checkout failed, so nothing had to be undone';
const stale = 'stale-read';
const onlyRevision: Always = {
  never: 'a change with If-Match applies to the revision it names and to no other',
};
const onlyApproved: Always = {
  never: 'an order is on a dashboard once it is approved, and approval is final',
};
const entriesTogether: Always = {
  never:
    'the entries of an order come by one statement when it is approved, and go by one when it is delivered',
};
const priceMayChange: Allowed = {
  allowed: 'a price may be changed between a look at the cart and the checkout, however fresh copies are',
};
const conditionally: Always = { never: 'pieces and packages are taken by a conditional change of one row' };

/** Every invariant of the marketplace, and how a run is judged by it. */
export const invariants: Readonly<Record<InvariantId, Invariant>> = {
  S1: {
    ...{
      title: 'stock is never negative, nor reserved beyond what is there',
      checks: [seenStockIsSound],
      measured: [],
    },
    stored: ({ snapshot, samples }) => snapshot.stock.length + samples.taken,
    unseen: 'there is no stock',
  },
  S2: {
    ...{ title: 'what is gone from stock is what approved orders took', checks: [], measured: [] },
    but: nothingUndone,
    stored: ({ snapshot }) => snapshot.stock.length,
    unseen: 'there is no stock',
  },
  M1: {
    ...{ title: 'what the provider kept is what approved orders owe', checks: [], measured: [] },
    but: nothingUndone,
    stored: ({ snapshot }) => snapshot.orders.length,
    unseen: 'there is no order',
  },
  M2: {
    ...{ title: 'an order is charged at most once, counted at the provider', checks: [], measured: [] },
    stored: ({ snapshot }) => snapshot.ledger.length,
    unseen: 'the provider decided nothing',
  },
  A1: {
    ...{ title: 'no order is half done', checks: [], measured: [] },
    but: nothingUndone,
    stored: ({ snapshot }) => snapshot.orders.length,
    unseen: 'there is no order',
  },
  A2: {
    ...{
      title: 'an acknowledged order exists and is decided within a minute',
      checks: [acknowledgedIsDecided],
      measured: [],
    },
    stored: nothing,
    unseen: 'no checkout was acknowledged',
  },
  A3: {
    ...{
      title: 'a checkout without an answer is wholly there or wholly absent',
      checks: [lostIsWholeOrAbsent],
      measured: [],
    },
    stored: nothing,
    unseen: 'every checkout was answered',
  },
  A4: {
    ...{
      title: 'a retry under the same key gives the same order and answer',
      checks: [retriesAnswerAlike],
      measured: [],
    },
    stored: nothing,
    unseen: 'no checkout was tried twice under one key and answered',
  },
  O1: {
    ...{
      title: 'only legal changes of status, versions without gap',
      checks: [ordersOnlyGoOn],
      measured: [],
    },
    stored: ({ snapshot }) => snapshot.orders.length,
    unseen: 'there is no order',
  },
  P1: {
    ...{
      title: 'a paid price was offered while the checkout was under way',
      checks: [paidPricesWereOffered],
      measured: [],
    },
    stored: nothing,
    unseen: 'no order with lines was acknowledged',
  },
  P2: {
    ...{ title: "a seller's price changes arrive in their order", checks: [], stored: nothing },
    measured: [
      {
        ...{
          kind: 'price-out-of-order',
          name: 'prices out of order',
          check: pricesArriveInOrder,
          forbidden: freshCopies,
        },
        title:
          "a cart that shows a later change of price and lacks an earlier one of the same seller, of pairs of a seller's items",
      },
    ],
    unseen: 'no cart held two products of one seller whose prices had changed',
  },
  D1: {
    ...{
      title: "a dashboard's aggregate equals its entries",
      checks: [dashboardsAddUpWhenRead],
      measured: [],
    },
    stored: ({ snapshot }) => snapshot.dashboards.length,
    unseen: 'there is no dashboard',
  },
  D2: {
    ...{ title: 'a dashboard shows a prefix of the orders', checks: [], stored: nothing },
    measured: [
      {
        ...{
          kind: 'fractured-dashboard',
          name: 'fractured dashboards',
          check: dashboardsShowAPrefix,
          forbidden: freshCopies,
        },
        title: 'a dashboard that shows an order and not an earlier one, of dashboards read',
      },
      {
        ...{
          kind: 'fractured-dashboard',
          name: 'torn orders on dashboards',
          check: dashboardsShowWholeOrders,
          forbidden: entriesTogether,
        },
        title: 'a dashboard that shows some lines of an order and not others, of dashboards read',
      },
    ],
    unseen: 'no dashboard was read',
  },
  R1: {
    ...{
      title: 'a session reads its own writes, by id',
      checks: [ownWritesAreRead, ownItemsAreRead, cartsBecomeOrders],
      measured: [],
    },
    stored: nothing,
    unseen: 'no session read what it had written',
  },
  R2: {
    ...{ title: 'reads of a session never go back', checks: [sessionsNeverGoBack], measured: [] },
    stored: nothing,
    unseen: 'no session read anything twice',
  },
  W1: {
    ...{ title: 'how long after its answer a change is not visible elsewhere', checks: [], stored: nothing },
    measured: [
      {
        ...{
          kind: stale,
          name: 'stale carts',
          check: cartsShowNewPrices,
          windows: pricesUnseenInCarts,
          forbidden: freshCopies,
        },
        title: 'an item of a cart at a price that had been changed, of items read whose price had been',
      },
      {
        ...{
          kind: stale,
          name: 'stale dashboards',
          check: dashboardsShowOrders,
          windows: ordersUnseenOnDashboards,
          forbidden: freshCopies,
        },
        title: 'a dashboard without an order that had been approved, of dashboards that had one to show',
      },
      {
        ...{ kind: stale, name: 'stale products', check: productsShowChanges, forbidden: readsById },
        title: 'a product, read by id, as it was before a change, of products that had been changed',
      },
      {
        ...{ kind: stale, name: 'stale lists', check: listsShowOrders, forbidden: currentLists },
        title:
          "a list of a customer's orders without one that had been answered, of lists that had one to show",
      },
    ],
    unseen: 'nothing was read after it had been changed',
  },
  I1: {
    ...{ title: 'no update is lost', checks: [changesAreKept, deliveriesAreKept], stored: nothing },
    measured: [
      {
        ...{ kind: 'lost-update', name: 'lost updates', check: updatesAreNotLost, forbidden: onlyRevision },
        title: 'a change of price applied to another revision than the one it names, of changes applied',
      },
    ],
    unseen: 'no price was changed',
  },
  I2: {
    ...{
      title: 'no write skew, as packages delivered twice or pieces oversold show it',
      checks: [],
      stored: nothing,
    },
    measured: [
      {
        ...{
          kind: 'write-skew',
          name: 'packages delivered twice',
          check: packagesAreDeliveredOnce,
          forbidden: conditionally,
        },
        title: 'a package that two runs delivered, of packages delivered',
      },
      {
        ...{
          kind: 'write-skew',
          name: 'pieces oversold',
          check: noMoreIsSoldThanThereWas,
          forbidden: conditionally,
        },
        title: 'a product of which more was sold than there was, of products',
      },
    ],
    unseen: 'nothing was delivered, and no initial stock is known',
  },
  I3: {
    ...{ title: 'nobody sees what is undone later', checks: [], stored: nothing },
    measured: [
      {
        ...{
          kind: 'dirty-read',
          name: 'dirty reads of orders',
          check: placedOrdersStay,
          forbidden: atomicCheckout,
        },
        title: 'an order seen as placed that failed, of orders seen undecided',
      },
      {
        ...{
          kind: 'dirty-read',
          name: 'dirty reads of stock',
          check: seenReservationsStay,
          forbidden: atomicCheckout,
        },
        title: 'a reservation seen that was given back, of reads of stock',
      },
      {
        ...{
          kind: 'dirty-read',
          name: 'dirty reads of dashboards',
          check: shownOrdersStay,
          forbidden: onlyApproved,
        },
        title: 'a dashboard with an order that failed, of dashboards read',
      },
    ],
    unseen: 'no order, stock or dashboard was read',
  },
  I4: {
    ...{ title: 'a price is the same at every step', checks: [capturedWhatWasOrdered], stored: nothing },
    measured: [
      {
        ...{
          kind: 'price-moved',
          name: 'moved prices',
          check: orderedAtTheReadPrice,
          forbidden: priceMayChange,
        },
        title: 'an order at another price than its cart had shown, of orders whose cart was seen',
      },
    ],
    unseen: 'no order was approved',
  },
  Q1: {
    ...{ title: 'nothing is lost, doubled or reordered at a consumer', checks: [], measured: [] },
    stored: ({ inboxMarks, snapshot }) => inboxMarks + snapshot.customers.length,
    unseen: 'no message was consumed',
  },
  C1: {
    ...{ title: 'no stock without its product', checks: [], measured: [] },
    stored: ({ snapshot }) => snapshot.stock.length,
    unseen: 'there is no stock',
  },
  E1: {
    ...{ title: 'a replayed stream is what was made of it', checks: [], measured: [] },
    stored: ({ keptAsEvents }) => keptAsEvents,
    unseen: 'no module is kept as events',
  },
};
