import { describe, expect, it } from '@jest/globals';
import { loadProfile, type Outage, outagesOf, outageSentence, type ResolvedProfile } from '@platform/profile';
import { join } from 'node:path';
import { catalogue } from './catalogue.js';

const directory = join(import.meta.dirname, '../../../../profiles');
const load = (name: string): ResolvedProfile => loadProfile(name, { catalogue, env: {}, directory });
const all = catalogue.modules.map(({ name }) => name);

function outage(profile: string, part: string): Outage {
  const found = outagesOf(load(profile), catalogue).find(({ part: { kind, name } }) =>
    [kind, `${kind} ${name}`].includes(part),
  );
  if (!found) throw new Error(`${profile} has no ${part}`);
  return found;
}
const sentence = (profile: string, part: string) =>
  outageSentence(outage(profile, part), load(profile), catalogue);

describe('what an outage of a part takes down', () => {
  it.each<[profile: string, part: string, unavailable: readonly string[], checkouts: Outage['checkouts']]>([
    ['monolith', 'service marketplace', all, 'refused'],
    ['monolith', 'database marketplace', all, 'refused'],
    ['monolith', 'provider', [], 'accepted-and-wait'],
    ['replicas', 'gateway', all, 'refused'],
    ['replicas', 'replica marketplace', [], 'go-on'],
    ['replicas', 'database marketplace', all, 'refused'],
    ['modulith', 'service marketplace', all, 'refused'],
    ['modulith', 'database stock', ['stock'], 'accepted-and-wait'],
    ['modulith', 'database cart', ['cart'], 'refused'],
    ['modulith', 'database seller', ['seller'], 'go-on'],
    ['shared-split', 'service payment', ['payment'], 'accepted-and-wait'],
    ['shared-split', 'database shared', all, 'refused'],
    ['microservices-choreography', 'service order', ['order'], 'refused'],
    ['microservices-choreography', 'service product', ['product'], 'go-on'],
    ['microservices-orchestration', 'database shipment', ['shipment'], 'accepted-and-wait'],
    ['microservices-orchestration', 'broker', [], 'refused'],
    ['hybrid', 'service storefront', ['cart', 'product', 'customer', 'seller'], 'refused'],
    ['hybrid', 'database fulfilment', ['order', 'shipment', 'seller'], 'refused'],
    ['hybrid', 'replica storefront', [], 'go-on'],
  ])('%s without the %s: %j; checkouts: %s', (profile, part, unavailable, checkouts) => {
    expect(outage(profile, part)).toMatchObject({ unavailable, checkouts });
  });

  it('is known for every part, the broker only where there is one', () => {
    const parts = (profile: string) =>
      outagesOf(load(profile), catalogue).map(({ part: { kind, name } }) => `${kind} ${name}`);
    expect(parts('monolith')).toEqual([
      'service marketplace',
      'database marketplace',
      'provider the payment provider',
    ]);
    expect(parts('hybrid')).toEqual([
      'gateway gateway',
      ...['storefront', 'fulfilment', 'stock', 'payment'].map((name) => `service ${name}`),
      'replica storefront',
      ...['storefront', 'fulfilment', 'stock', 'payment'].map((name) => `database ${name}`),
      'broker kafka',
      'provider the payment provider',
    ]);
  });

  it('tells a checkout that leaves nothing from one that was recorded before it was refused', () => {
    expect(outage('microservices-choreography', 'service cart').recorded).toBe(false);
    expect(outage('microservices-choreography', 'service order').recorded).toBe(true);
    expect(outage('microservices-choreography', 'broker').recorded).toBe(true);
    expect(outage('monolith', 'database marketplace').recorded).toBe(false);
  });

  it('tells where checkouts under way stand still', () => {
    const waitsAt = (profile: string, part: string) => outage(profile, part).waitsAt;
    expect(waitsAt('microservices-choreography', 'service stock')).toEqual(['reserve', 'confirm']);
    expect(waitsAt('microservices-choreography', 'service order')).toEqual(['place']);
    expect(waitsAt('microservices-choreography', 'broker')).toEqual([
      'reserve',
      'place',
      'charge',
      'confirm',
      'ship',
    ]);
    // Who commands is needed for every step, but does its own without a message.
    expect(waitsAt('microservices-orchestration', 'service order')).toHaveLength(5);
    expect(waitsAt('microservices-orchestration', 'broker')).toEqual([
      'reserve',
      'charge',
      'confirm',
      'ship',
    ]);
    expect(waitsAt('microservices-choreography', 'service cart')).toEqual([]);
    expect(waitsAt('microservices-choreography', 'gateway')).toEqual([]);
  });

  it('tells which copies can be read and do not follow', () => {
    const behind = (profile: string, part: string) =>
      outage(profile, part).standStill.map(({ at, of }) => `${at} of ${of}`);
    expect(behind('microservices-choreography', 'service product')).toEqual([
      'cart of product',
      'stock of product',
    ]);
    expect(behind('hybrid', 'database storefront')).toEqual(['stock of product']);
    expect(behind('modulith', 'database order')).toEqual(['customer of order', 'seller of order']);
    expect(behind('hybrid', 'broker')).toHaveLength(catalogue.copies.length);
    expect(behind('monolith', 'database marketplace')).toEqual([]);
  });

  it('may fail a charge that was cut off, but nothing else for being late', () => {
    const charge = { step: 'charge', afterSeconds: 30, as: 'payment-failed' };
    expect(outage('hybrid', 'service payment').interrupts).toEqual([charge]);
    expect(outage('hybrid', 'database payment').interrupts).toEqual([charge]);
    expect(outage('hybrid', 'service stock').interrupts).toEqual([]);
    expect(outage('monolith', 'service marketplace').interrupts).toEqual([]);
  });

  it('is said in a sentence', () => {
    expect(sentence('monolith', 'provider')).toBe(
      'every path answers; a checkout is taken and waits at charge, 30 s at most; then it ends as payment-failed',
    );
    expect(sentence('microservices-choreography', 'database stock')).toBe(
      'the paths of stock answer 503; a checkout is taken and waits at reserve or confirm until it is back',
    );
    expect(sentence('microservices-choreography', 'service order')).toBe(
      "the paths of order answer 503; a checkout is answered 503 after 5 s although it is recorded: it goes on when the part is back, and its key finds it; what is under way waits at place; behind meanwhile: the counters of a customer and a seller's dashboard",
    );
    expect(sentence('replicas', 'replica marketplace')).toBe(
      '2 of 3 remain and answer; what was cut off is asked again under its key, what it had in hand another one takes over; checkouts go on',
    );
    expect(sentence('hybrid', 'gateway')).toBe(
      'nothing can be reached; no checkout is taken; what is under way goes on',
    );
  });
});
