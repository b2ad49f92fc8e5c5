import { describe, expect, it } from '@jest/globals';
import { Databases } from '@platform/persistence';
import { z } from 'zod';

import { type DataOf, defineEvent } from '../envelope/define-message.js';
import type { Message } from '../envelope/message.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { Consumer, On } from './consumer.decorator.js';
import { ConsumerRegistry } from './consumer-registry.js';
import { MessagingServer } from './messaging-server.js';

const Rang = defineEvent('bell.rang', 1, z.object({}));
type Rang = Message<DataOf<typeof Rang>>;

describe('consumers', () => {
  it('refuses a class with two handlers for one type', () => {
    const heard: string[] = [];
    const declare = () => {
      @Consumer({ module: 'house', name: 'door' })
      class Door {
        @On(Rang)
        open({ id }: Rang): Promise<void> {
          return Promise.resolve(void heard.push(id));
        }
        @On(Rang)
        bark({ id }: Rang): Promise<void> {
          return Promise.resolve(void heard.push(id));
        }
      }
      return Door;
    };
    expect(declare).toThrow('Consumer "house.door" has two handlers for "bell.rang".');
  });

  it('refuses two classes that are the same consumer of one type, at boot', async () => {
    const none = await Databases.open({ databases: [], modules: [] });
    const server = new MessagingServer(new MessagingHarness(none, []).runtime, new ConsumerRegistry());
    const handler = () => Promise.resolve();
    server.addHandler('house.door/bell.rang', handler, true, {});
    expect(() => server.addHandler('house.door/bell.rang', handler, true, {})).toThrow(
      'Two handlers are registered for "house.door/bell.rang"',
    );
  });
});
