import { asEver, none, pathsText, type Served, type Sight } from '@comparison/faults';
import type { Outage } from '@platform/profile';
import { letClaimsRunOut } from '../claims.js';
import { eventually } from '../eventually.js';
import type { OwnMarketplace } from '../marketplace.js';
import { Copies } from './copies.js';
import { takeDown } from './part-down.js';
import { probe, type Probes, servedAs } from './probes.js';
import { WatchedCheckout } from './watched-checkout.js';

export interface Look {
  readonly sight: Sight;
  /** How all that was begun before and meanwhile ended, once the part was back. */
  readonly ended: string;
  readonly seconds: number;
}

/** How many checkouts are being charged when a part dies. */
const UNDER_WAY = 4;

/**
 * Takes a part down, looks at everything that an outage is said to do, and has it started again. What is `expected` decides for
 * how long to wait only: for what is said to come; what is said not to come is looked at last.
 */
export async function lookAt(
  at: OwnMarketplace,
  { part, checkouts, standStill, unavailable }: Outage,
  expected: Sight,
  probes: Probes,
): Promise<Look> {
  const began = performance.now();
  const [parcel, checkout] = await Promise.all([WatchedCheckout.prepare(at), WatchedCheckout.prepare(at)]);
  await parcel.send(30);
  const before = expected.underWay === none ? [] : await WatchedCheckout.beingCharged(at, UNDER_WAY);
  const copies = new Copies(at, { parcel, checkout });
  const heal = await takeDown(at, part);
  let seen: Omit<Sight, 'checkout'>;
  let answered: Served;
  try {
    await at.provider.behave({}).catch(() => undefined); // it may be what is away
    const canChange = standStill.filter((copy) => ![copy.at, copy.of].some((of) => unavailable.includes(of)));
    await copies.change(canChange);
    const [served, answer] = await Promise.all([
      probe(at.client, probes),
      servedAs((signal) => checkout.send(checkouts === 'go-on' ? 30 : 0, signal), 40_000),
    ]);
    answered = answer;
    seen = {
      paths: pathsText([...served].filter(([, how]) => how !== asEver)),
      stands: await settled(checkout, expected.stands),
      underWay: alike(await Promise.all(before.map((one) => settled(one, expected.underWay)))) || none,
      behind: await copies.behind(served, standStill),
    };
    // What waits has not gone on behind our back.
    seen = { ...seen, stands: await checkout.standsBefore() };
  } finally {
    await heal();
    await at.provider.behave({});
  }
  const recorded = await checkout.isRecorded();
  await letClaimsRunOut(at.databases);
  const ended = await Promise.all([checkout, ...before].map((one) => endOf(at, one)));
  return {
    sight: { ...seen, checkout: checkoutOf(answered, recorded) },
    ended: alike(ended),
    seconds: (performance.now() - began) / 1_000,
  };
}

/** What all of them say, or everything that one of them says. */
function alike(said: readonly string[]): string {
  return [...new Set(said)].join(' | ');
}

/** Where it stands once it has come as far as is expected, or does not seem to. */
async function settled(checkout: WatchedCheckout, expected: string): Promise<string> {
  const isThere = async () => (await checkout.standsBefore()) === expected;
  await eventually(isThere, `it stands before ${expected}`, { withinMs: 20_000 }).catch(() => undefined);
  return checkout.standsBefore();
}

function checkoutOf(answered: Served, recorded: boolean): string {
  switch (answered) {
    case '201':
      return 'goes on';
    case '202':
      return 'is taken';
    case '503':
    case 'no-connection':
      return recorded ? `is recorded, ${answered}` : 'is refused';
    default:
      return answered;
  }
}

/** How each must end. */
export const wholly = 'approved, 1 order, 1 charge';

/** Asked again under its key it is there, once: nothing that was begun is lost, nothing doubled. */
async function endOf(at: OwnMarketplace, checkout: WatchedCheckout): Promise<string> {
  const answer = await eventually(async () => {
    const again = await checkout.send(30);
    return again.status === 201 && again;
  }, `the checkout of ${checkout.customer.id} is decided`);
  const orders = await checkout.orders();
  const charges = await at.provider.entriesOf(answer.body.id);
  return `${answer.body.status}, ${orders.length} order, ${charges.length} charge`;
}
