import { Injectable } from '@nestjs/common';
import { newId } from '@platform/domain';
import { fingerprintOf, IdempotencyStore, Problem, problem, scopeId } from '@platform/http';
import { UnitOfWork } from '@platform/persistence';
import { Sagas } from '@platform/saga';

import type { CheckoutBody, CheckoutRequest } from '../../contract/index.js';
import { KeysInHand } from './keys-in-hand.js';

/** Begins a checkout at most once per Idempotency-Key. */
@Injectable()
export class BeginCheckout {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly keys: IdempotencyStore,
    private readonly sagas: Sagas,
    private readonly inHand: KeysInHand,
  ) {}

  /**
   * Key, sealed cart and pending order commit together; a refusal leaves nothing, not even the key.
   * @returns the id of the order: a new one, or the one that the key has stood for since its first request
   * @throws Problem `cart-empty`, `cart-sealed`, `not-found`, `idempotency-key-reused`
   */
  async run(customerId: string, key: string, body: CheckoutBody): Promise<string> {
    const scope = { method: 'POST', path: `/carts/${customerId}/checkout`, key };
    const orderId = newId();
    const request: CheckoutRequest = { customerId, ...body };
    const fingerprint = fingerprintOf(body);
    return this.uow.run(
      async () => {
        const claim = await this.keys.claim(scope, fingerprint, orderId);
        if (claim.state === 'existing') return knownOrder(claim.resourceId);
        const taken = { scope: scopeId(scope), fingerprint };
        const outcome = await this.inHand.during(orderId, taken, () =>
          this.sagas.begin('checkout', orderId, request),
        );
        if (outcome.outcome === 'done') return orderId;
        throw refusal(outcome.reason, customerId);
      },
      { label: 'checkout.begin' },
    );
  }
}

function knownOrder(orderId: string | undefined): string {
  if (orderId === undefined) throw new Error('A key of a checkout was stored without its order.');
  return orderId;
}

/** @param reason of the seal, see `SealRefusal` */
function refusal(reason: string, customerId: string): Problem {
  switch (reason) {
    case 'cart-empty':
      return problem(reason, 'There is nothing in the cart to check out.');
    case 'cart-sealed':
      return problem(reason, 'Another checkout of this cart is under way. Try again when it is decided.');
    case 'customer-unknown':
      return problem('not-found', `Customer ${customerId} is not known to the cart (yet).`, {
        retryAfterSeconds: 1,
      });
    default:
      return problem('conflict', `The checkout cannot begin: ${reason}.`);
  }
}
