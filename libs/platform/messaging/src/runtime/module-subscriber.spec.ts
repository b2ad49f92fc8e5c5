import { describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import type { Consumer } from '../delivery/consumer.js';
import { DEFAULT_DELIVERY_POLICY } from '../delivery/delivery-policy.js';
import { defineCommand, defineEvent, type MessageDefinition } from '../envelope/define-message.js';
import { ModuleSubscriber } from './module-subscriber.js';

const Opened = defineEvent('shelf.opened', 1, z.object({}));
const Open = defineCommand('door.open', 1, z.object({}));

/** What is asked here is answered without a database. */
const untouched = Object.create(UnitOfWork.prototype) as UnitOfWork;

describe('a consumer as a transport sees it', () => {
  const subscriberTo = (definitions: readonly MessageDefinition[], senders?: readonly string[]) => {
    const consumer: Consumer = {
      name: 'door.all',
      module: 'door',
      handlers: new Map(definitions.map(({ type }) => [type, () => Promise.resolve()])),
      ...(senders && { senders: new Set(senders) }),
    };
    return new ModuleSubscriber(consumer, untouched, DEFAULT_DELIVERY_POLICY, 'run');
  };
  const heard = (subscriber: ModuleSubscriber) =>
    ['shelf', 'owner', 'thief'].filter((module) => subscriber.listensTo(module));

  it('hears events from the module of their type', () => {
    expect(heard(subscriberTo([Opened]))).toEqual(['shelf']);
  });

  it('hears commands from everybody, or from those it names', () => {
    expect(heard(subscriberTo([Open]))).toEqual(['shelf', 'owner', 'thief']);
    expect(heard(subscriberTo([Open], ['owner']))).toEqual(['owner']);
    expect(heard(subscriberTo([Open, Opened], ['owner']))).toEqual(['shelf', 'owner']);
  });
});
