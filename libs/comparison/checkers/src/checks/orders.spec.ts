import { describe, expect, it } from '@jest/globals';
import { facts, found, iso, order, Scribe, second } from '../testing/history.fixture.js';
import { acknowledgedIsDecided } from './acknowledged.js';
import { lostIsWholeOrAbsent } from './lost-answers.js';
import { retriesAnswerAlike } from './order-retries.js';
import { ordersOnlyGoOn } from './seen-order-changes.js';

const checkout = (key: string, attempt = 1) => ({ customerId: 'ana', idempotencyKey: key, attempt });

describe('A2, an acknowledged order', () => {
  const acknowledged = () => {
    const scribe = new Scribe();
    scribe.did('checkout', {
      from: 0,
      to: 1,
      input: checkout('k'),
      status: 202,
      body: order('o-1', 'pending'),
    });
    scribe.did('checkout', { from: 2, to: 3, input: checkout('l'), status: 201, body: order('o-2') });
    return scribe;
  };

  it('exists and is decided', () => {
    const stored = [order('o-1'), order('o-2')];
    expect(acknowledgedIsDecided(acknowledged().operations, facts({ stored }))).toMatchObject({
      looks: 2,
      found: [],
    });
  });

  it.each([
    ['is gone', []],
    ['is pending for ever', [order('o-1', 'pending')]],
    [
      'is decided after more than a minute',
      [
        order('o-1', 'approved', {
          statusHistory: [
            { status: 'pending', at: iso(0) },
            { status: 'approved', at: iso(62) },
          ],
        }),
      ],
    ],
  ])('%s: its answer shows it', (_, first) => {
    const stored = facts({ stored: [...first, order('o-2')] });
    expect(found(acknowledgedIsDecided, acknowledged(), stored)).toMatchObject([{ shownBy: [0] }]);
  });

  it('has a minute from the end of the last fault', () => {
    const late = order('o-1', 'approved', {
      statusHistory: [
        { status: 'pending', at: iso(0) },
        { status: 'approved', at: iso(62) },
      ],
    });
    const stored = facts({ stored: [late, order('o-2')], lastFaultHealedAt: second(20) });
    expect(found(acknowledgedIsDecided, acknowledged(), stored)).toEqual([]);
  });
});

describe('A3, a checkout without an answer', () => {
  const lost = () => {
    const scribe = new Scribe();
    scribe.did('checkout', { from: 0, to: 0.4, input: checkout('k'), type: 'info' });
    scribe.did('checkout', { from: 1, to: 2, input: checkout('l'), body: order('o-2'), status: 201 });
    return scribe;
  };

  it.each([
    ['absent', [order('o-2')], []],
    ['whole', [order('o-1'), order('o-2')], [['o-1', 1_000]]],
    ['undone', [order('o-1', 'payment-failed'), order('o-2')], []],
  ] as const)('may be %s', (_, stored, captured) => {
    expect(
      lostIsWholeOrAbsent(lost().operations, facts({ stored, captured: new Map(captured) })),
    ).toMatchObject({ looks: 1, found: [] });
  });

  it.each([
    ['approved and not paid', order('o-1'), []],
    ['failed and paid', order('o-1', 'payment-failed'), [['o-1', 1_000]]],
    ['still pending', order('o-1', 'pending'), []],
  ] as const)('is half done when it is %s', (_, half, captured) => {
    const stored = facts({ stored: [half, order('o-2')], captured: new Map(captured) });
    expect(found(lostIsWholeOrAbsent, lost(), stored)).toMatchObject([{ shownBy: [0] }]);
  });

  it.each([
    ['k', []],
    ['m', [{ message: expect.stringContaining('asked for nothing'), shownBy: [0, 1] }]],
  ])('is of its key, %s', (key, expected) => {
    const stored = facts({
      stored: [order('o-1', 'rejected'), order('o-2')],
      keys: new Map([
        [`ana ${key}`, 'o-1'],
        ['ana l', 'o-2'],
      ]),
    });
    expect(found(lostIsWholeOrAbsent, lost(), stored)).toMatchObject(expected);
  });

  it('is one order, not two: all checkouts of the customer show it', () => {
    const orders = [order('o-1', 'rejected', { totalCents: 0 }), order('o-2'), order('o-3', 'rejected')];
    expect(found(lostIsWholeOrAbsent, lost(), facts({ stored: orders }))).toMatchObject([
      { message: expect.stringContaining('2 orders that no answer named'), shownBy: [0, 1] },
    ]);
  });
});

describe('A4, a retry under the same key', () => {
  const tried = (...answers: readonly { readonly status: number; readonly body: object }[]) => {
    const scribe = new Scribe();
    for (const [index, answer] of answers.entries())
      scribe.did('checkout', {
        by: index,
        from: index,
        to: index + 0.5,
        input: checkout('k', index + 1),
        ...answer,
      });
    return scribe;
  };
  const decided = { status: 201, body: order('o-1') };

  it('is the same order and, once it is decided, the same answer', () => {
    const scribe = tried({ status: 202, body: order('o-1', 'pending') }, decided, decided);
    expect(retriesAnswerAlike(scribe.operations, facts())).toMatchObject({ looks: 1, found: [] });
  });

  it('is found to be another order: two answers show it', () => {
    const scribe = tried(decided, decided, { status: 201, body: order('o-9') });
    const [orders, answers] = found(retriesAnswerAlike, scribe);
    expect(orders).toMatchObject({ shownBy: [1, 2] });
    expect(answers).toMatchObject({ shownBy: [1, 2] });
  });

  it('is looked at only where there is more than one answer', () => {
    const scribe = new Scribe();
    scribe.did('checkout', { from: 0, to: 1, input: checkout('k'), type: 'info' });
    scribe.did('checkout', { from: 2, to: 3, input: checkout('k', 2), ...decided });
    expect(retriesAnswerAlike(scribe.operations, facts())).toMatchObject({ looks: 0, found: [] });
  });

  it('is found to be refused', () => {
    const scribe = tried(decided);
    scribe.did('checkout', { from: 2, to: 3, input: checkout('k', 2), type: 'fail', status: 409 });
    expect(retriesAnswerAlike(scribe.operations, facts()).looks).toBe(1);
    expect(found(retriesAnswerAlike, scribe)).toMatchObject([
      { message: expect.stringContaining('refused with 409'), shownBy: [0, 1] },
    ]);
  });

  it('may be refused before it is answered: the cart may have been sealed then', () => {
    const scribe = new Scribe();
    scribe.did('checkout', { from: 0, to: 1, input: checkout('k'), type: 'fail', status: 409 });
    scribe.did('checkout', { from: 2, to: 3, input: checkout('k', 2), ...decided });
    expect(found(retriesAnswerAlike, scribe)).toEqual([]);
  });

  it('is found to be the order of another key', () => {
    const scribe = tried(decided);
    scribe.did('checkout', { from: 2, to: 3, input: checkout('l'), ...decided });
    expect(found(retriesAnswerAlike, scribe)).toMatchObject([
      { message: 'order o-1 was the answer to two keys: ana k and ana l', shownBy: [0, 1] },
    ]);
  });

  it.each([
    ['o-1', []],
    ['o-2', [{ shownBy: [0] }]],
  ])('is recorded to stand for %s', (id, expected) => {
    const stored = facts({ keys: new Map([['ana k', id]]) });
    expect(found(retriesAnswerAlike, tried(decided), stored)).toMatchObject(expected);
  });

  it('is found to be answered otherwise', () => {
    const scribe = tried(decided, { status: 201, body: order('o-1', 'in-transit') });
    expect(found(retriesAnswerAlike, scribe)).toMatchObject([{ shownBy: [0, 1] }]);
  });
});

describe('O1, an order that clients look at', () => {
  const looked = (
    ...sights: readonly (readonly [from: number, to: number, status: Parameters<typeof order>[1]])[]
  ) => {
    const scribe = new Scribe();
    for (const [by, [from, to, status]] of sights.entries())
      scribe.did('read-order', { by, from, to, input: { orderId: 'o-1' }, body: order('o-1', status) });
    return scribe;
  };

  it('only goes on, and what overlaps may be seen in any order', () => {
    const scribe = looked([0, 1, 'pending'], [2, 6, 'pending'], [3, 4, 'approved'], [7, 8, 'delivered']);
    expect(ordersOnlyGoOn(scribe.operations, facts())).toMatchObject({ looks: 4, found: [] });
  });

  it('is as it was decided where its checkout is asked for again', () => {
    const scribe = looked([0, 1, 'approved'], [2, 3, 'in-transit']);
    const input = { ...checkout('k', 2), replay: true };
    scribe.did('checkout', { by: 5, from: 4, to: 5, input, status: 201, body: order('o-1') });
    expect(found(ordersOnlyGoOn, scribe)).toEqual([]);
  });

  it('is found to go back', () => {
    const scribe = looked([0, 1, 'pending'], [2, 3, 'approved'], [4, 5, 'pending']);
    expect(found(ordersOnlyGoOn, scribe)).toMatchObject([{ shownBy: [1, 2] }]);
  });

  it('is found to change its mind', () => {
    const scribe = looked([0, 1, 'payment-failed'], [2, 3, 'approved']);
    expect(found(ordersOnlyGoOn, scribe)).toMatchObject([
      { message: 'order o-1 was payment-failed and then approved', shownBy: [0, 1] },
    ]);
  });
});
