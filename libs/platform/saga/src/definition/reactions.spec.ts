import { describe, expect, it } from '@jest/globals';

import { booking } from '../testing/booking.saga.fixture.js';
import { reactionsOf } from './reactions.js';

describe('the reactions of a choreography', () => {
  it('are derived from the definition, and can be printed', () => {
    const lines = reactionsOf(booking).map(({ module, on, does }) => `${module}: on ${on}: ${does}`);
    expect(lines).toEqual([
      'trip: on desk: ask done: begin',
      'seat: on desk: ask done: seat',
      'trip: on seat: seat done: plan',
      'trip: on seat: seat failed: fail',
      'desk: on seat: seat failed: undo ask',
      'till: on seat: seat failed: react to failure',
      'till: on trip: plan done: till',
      'trip: on trip: plan failed: fail',
      'seat: on trip: plan failed: undo seat',
      'desk: on trip: plan failed: undo ask',
      'till: on trip: plan failed: react to failure',
      'seat: on till: till done: confirm',
      'trip: on till: till failed: fail',
      'seat: on till: till failed: undo seat',
      'desk: on till: till failed: undo ask',
      'till: on till: till failed: react to failure',
      'mail: on seat: confirm done: mail',
      'trip: on mail: mail done: complete',
      'desk: on trip: completed: react to completion',
    ]);
  });
});
