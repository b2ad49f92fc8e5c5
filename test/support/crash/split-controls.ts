import { eventually } from '../e2e/eventually.js';
import type { Behaviour } from '../e2e/resources.js';
import { Shop } from '../e2e/shop.js';
import type { Variant } from './crash-deployment.js';
import type { Scene } from './scene.js';
import type { Play, Played, Stage } from './stage.js';

/** How the shoppers' play goes on: what is done to the deployment before, meanwhile and after. */
type Course = (stage: Stage, scene: Scene, play: () => Promise<Played>) => Promise<Played>;

type Profile = 'microservices-choreography' | 'microservices-orchestration';

/** A part of a split deployment that is broken, and a course of events in which that is bound to show. */
export interface SplitControl {
  readonly variant: Variant;
  /** In force beside the variant, and nothing to a marketplace that is sound. */
  readonly trouble?: Variant;
  /** The invariants one of which has to tell. */
  readonly caughtBy: readonly string[];
  /** Part of every test run with the first, where more than one have it. */
  readonly profiles: readonly [Profile, ...Profile[]];
  readonly behaviour?: Behaviour;
  readonly play?: Partial<Play>;
  readonly course?: Course;
  /** What happens takes the broken part: the same cannot be played with a sound one. */
  readonly takesTheBreak?: true;
}

const [choreography, orchestration] = ['microservices-choreography', 'microservices-orchestration'] as const;

/** Every order is approved, and each of them counts. */
const plenty: Partial<Play> = { products: 2, pieces: 1_000 };

/** In the order in which they are tried: what leaves orders behind that will never be delivered comes after what delivers all. */
export const splitControls: readonly SplitControl[] = [
  {
    variant: 'approval-overtaken',
    caughtBy: ['Q1'],
    profiles: [choreography, orchestration],
    play: plenty,
    course: allDelivered,
  },
  {
    variant: 'no-release',
    caughtBy: ['S2'],
    profiles: [choreography, orchestration],
    behaviour: { declineRate: 1 },
    play: plenty,
  },
  {
    variant: 'no-compensation',
    caughtBy: ['A1'],
    profiles: [orchestration, choreography],
    behaviour: { declineRate: 1 },
    play: { ...plenty, withinMs: 5_000 }, // nobody is answered while the cart has not followed
  },
  {
    variant: 'fresh-provider-key',
    caughtBy: ['M2'],
    profiles: [orchestration, choreography],
    behaviour: { loseReplyRate: 1 },
    play: plenty,
    course: someReplyIsLost,
  },
  {
    variant: 'read-modify-write-stock',
    caughtBy: ['S2'],
    profiles: [orchestration, choreography],
    play: { products: 1, pieces: 1_000 },
    course: restockedBetween('stock.read'),
    takesTheBreak: true,
  },
  {
    variant: 'reads-past-running',
    caughtBy: ['C1'],
    profiles: [choreography, orchestration],
    play: plenty,
    course: replacedWhileOthersCommit,
    takesTheBreak: true,
  },
  {
    variant: 'no-step-record',
    trouble: 'commands-come-twice',
    caughtBy: ['S2'],
    profiles: [orchestration], // nobody is commanded in a choreography
    play: plenty,
  },
  {
    variant: 'no-tombstone',
    trouble: 'reservation-given-up',
    caughtBy: ['S2'],
    profiles: [orchestration], // in a choreography nobody gives up what somebody else is at
    play: plenty,
  },
  {
    variant: 'no-inbox-mark',
    caughtBy: ['Q1'],
    profiles: [choreography, orchestration],
    play: plenty,
    course: dies('delivery.after-commit', 'customer'),
  },
  {
    variant: 'offset-before-commit',
    caughtBy: ['Q1'],
    profiles: [orchestration, choreography],
    play: plenty,
    course: dies('delivery.before-commit', 'customer'),
  },
  {
    variant: 'acknowledge-before-commit',
    caughtBy: ['Q1', 'D1'],
    profiles: [orchestration, choreography],
    play: { ...plenty, shoppers: 1, withinMs: 10_000 },
    course: dies('order.approved.not-passed-on'),
    takesTheBreak: true,
  },
  {
    variant: 'publish-after-commit',
    // The order is approved and nobody hears of it: neither who counts nor who shows it.
    caughtBy: ['Q1', 'D1'],
    profiles: [choreography, orchestration],
    play: { ...plenty, shoppers: 1, withinMs: 10_000 },
    course: dies('order.approved.not-recorded'),
    takesTheBreak: true,
  },
];

/** The first process that gets there dies, of `service` where that is named. */
function dies(point: string, service?: string): Course {
  return async (stage, _, play) => {
    const id = await stage.deployment.arm(point, 1, { ...(service !== undefined && { service }) });
    const die = async (): Promise<void> => {
      const death = await eventually(() => stage.deployment.death(id), `somebody dies at ${point}`);
      await stage.deployment.replaced(death.pid);
    };
    const [played] = await Promise.all([play(), die()]);
    return played;
  };
}

/** Whoever gets to `point` waits there until there are twice as many pieces. */
function restockedBetween(point: string): Course {
  return async (stage, scene, play) => {
    const id = await stage.deployment.arm(point, 1, { waits: true });
    const restocked = new Map([...scene.initialStock].map(([product, pieces]) => [product, 2 * pieces]));
    const restock = async (): Promise<void> => {
      try {
        await eventually(() => stage.deployment.isHeld(id), `somebody gets to ${point}`);
        const shop = new Shop(stage.client);
        for (const [product, pieces] of restocked) await shop.setStock(product, pieces);
      } finally {
        await stage.deployment.letGo();
      }
    };
    const [played] = await Promise.all([play(), restock()]);
    return { ...played, scene: { ...scene, initialStock: restocked } };
  };
}

/** A product is replaced, and before that is committed the price of another one is changed and followed. */
async function replacedWhileOthersCommit(
  stage: Stage,
  { offers, sellers }: Scene,
  play: () => Promise<Played>,
): Promise<Played> {
  const [replaced, changed] = offers;
  if (!replaced || !changed) throw new Error('This takes two products.');
  const { client, deployment } = stage;
  const shop = new Shop(client);
  const customer = await shop.customer();
  const priceCents = changed.priceCents + 1;
  const isFollowed = async (): Promise<boolean> => {
    const { items } = await shop.putItem(customer.id, { product: changed });
    return items.some(({ unitPriceCents }) => unitPriceCents === priceCents);
  };
  const id = await deployment.arm('product.replaced.not-committed', 1, { waits: true });
  const replacing = client.put(`/products/${replaced.id}`, shop.details({ sellerId: sellers[0] ?? '' }));
  try {
    await eventually(() => deployment.isHeld(id), 'the replacement is about to be committed');
    const headers = { 'if-match': `"${changed.revision}"` };
    await client.expect([200], 'PATCH', `/products/${changed.id}`, { headers, body: { priceCents } });
    await eventually(isFollowed, 'the new price is known to carts', { withinMs: 5_000 });
  } finally {
    await deployment.letGo();
    await replacing;
  }
  return play();
}

/** The provider captures and does not answer, until it has captured something. */
async function someReplyIsLost(stage: Stage, _: Scene, play: () => Promise<Played>): Promise<Played> {
  const before = (await stage.provider.ledger()).length;
  const lose = async (): Promise<void> => {
    await eventually(
      async () => (await stage.provider.ledger()).length > before,
      'the provider has captured something',
    );
    await stage.provider.behave({});
  };
  const [played] = await Promise.all([play(), lose()]);
  return played;
}

/** Everything that was bought is delivered. */
async function allDelivered(
  stage: Stage,
  { customers }: Scene,
  play: () => Promise<Played>,
): Promise<Played> {
  const played = await play();
  const isDelivered = async (customer: string): Promise<boolean> => {
    const { items } = await stage.client.get<{ items: { status: string }[] }>(
      `/orders?customerId=${customer}&limit=100`,
    );
    return items.every(({ status }) => status === 'delivered');
  };
  await eventually(async () => {
    await stage.client.expect([200], 'POST', '/shipments/deliveries');
    return (await Promise.all(customers.map(isDelivered))).every(Boolean);
  }, 'everything is delivered');
  return played;
}
