import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@platform/domain';

import { whenKnown } from './when-known.js';

const notYet = () => new DomainError('not-found', 'Not known (yet).', { retryAfterSeconds: 1 });

describe('what has not reached the cart yet', () => {
  it('is looked for again for a moment', async () => {
    let looks = 0;
    const found = await whenKnown(() => (++looks < 3 ? Promise.reject(notYet()) : Promise.resolve('found')));
    expect([found, looks]).toEqual(['found', 3]);
  });

  it('is given up after that moment, with the reason', async () => {
    await expect(whenKnown(() => Promise.reject(notYet()))).rejects.toThrow('Not known (yet).');
  });

  it('is told from what is simply refused', async () => {
    let looks = 0;
    const refused = whenKnown(() => {
      looks += 1;
      return Promise.reject(new DomainError('cart-sealed', 'Sealed.'));
    });
    await expect(refused).rejects.toThrow('Sealed.');
    expect(looks).toBe(1);
  });
});
