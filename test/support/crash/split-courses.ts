import type { Order, Page } from '@comparison/checkers/stored';
import { eventually } from '../e2e/eventually.js';
import { Shop } from '../e2e/shop.js';
import type { Scene } from './scene.js';
import type { Played, Stage } from './stage.js';

/** How the shoppers' play goes on: what is done to the deployment before, meanwhile and after. */
export type Course = (stage: Stage, scene: Scene, play: () => Promise<Played>) => Promise<Played>;

/** Nothing but what the shoppers and the provider do. */
export const undisturbed: Course = (_stage, _scene, play) => play();

/** The first process that gets there dies, of `service` where that is named. */
export function dies(point: string, service?: string): Course {
  return async (stage, _, play) => {
    const id = await stage.deployment.arm(point, 1, { ...(service !== undefined && { service }) });
    const [played] = await Promise.all([play(), stage.deployment.outlive(id, `somebody dies at ${point}`)]);
    return played;
  };
}

/** Whoever gets to `point` waits there until there are twice as many pieces. */
export function restockedBetween(point: string): Course {
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
export async function replacedWhileOthersCommit(
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
  const change = async (): Promise<void> => {
    try {
      await eventually(() => deployment.isHeld(id), 'the replacement is about to be committed');
      const headers = { 'if-match': `"${changed.revision}"` };
      await client.expect([200], 'PATCH', `/products/${changed.id}`, { headers, body: { priceCents } });
      await eventually(isFollowed, 'the new price is known to carts', { withinMs: 8_000 });
    } finally {
      await deployment.letGo();
    }
  };
  const anew = shop.details({ sellerId: sellers[0] ?? '' });
  await Promise.all([client.put(`/products/${replaced.id}`, anew), change()]);
  return play();
}

/** The provider captures and does not answer, until it has captured something. */
export async function someReplyIsLost(stage: Stage, _: Scene, play: () => Promise<Played>): Promise<Played> {
  const captured = async (): Promise<number> =>
    (await stage.provider.ledger()).filter(({ status }) => status === 'captured').length;
  const before = await captured();
  const lose = async (): Promise<void> => {
    await eventually(async () => (await captured()) > before, 'the provider has captured something');
    await stage.provider.behave({});
  };
  const [played] = await Promise.all([play(), lose()]);
  return played;
}

/** Everything that was bought is delivered. */
export async function allDelivered(
  stage: Stage,
  { customers }: Scene,
  play: () => Promise<Played>,
): Promise<Played> {
  const played = await play();
  const ordersOf = async (customer: string): Promise<Order[]> =>
    (await stage.client.get<Page<Order>>(`/orders?customerId=${customer}&limit=100`)).items;
  const isDelivered = async (customer: string): Promise<boolean> => {
    const items = await ordersOf(customer);
    return items.every(({ status }) => status === 'delivered');
  };
  const isListed = async (): Promise<boolean> => {
    const listed = await Promise.all(customers.map(ordersOf));
    const ids = new Set(listed.flat().map(({ id }) => id));
    return played.attempts.every(({ answers }) =>
      answers.every(({ text }) => ids.has((JSON.parse(text) as Order).id)),
    );
  };
  await eventually(isListed, 'every order that was answered is listed');
  await eventually(async () => {
    await stage.client.expect([200], 'POST', '/shipments/deliveries');
    return (await Promise.all(customers.map(isDelivered))).every(Boolean);
  }, 'everything is delivered');
  return played;
}
