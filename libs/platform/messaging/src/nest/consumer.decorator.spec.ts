import { describe, expect, it } from '@jest/globals';
import { Databases } from '@platform/persistence';
import { z } from 'zod';

import { defineEvent } from '../envelope/define-message.js';
import { MessagingHarness } from '../testing/messaging-harness.js';
import { Consumer, On } from './consumer.decorator.js';
import { MessagingServer } from './messaging-server.js';

const Rang = defineEvent('bell.rang', 1, z.object({}));

describe('consumers', () => {
  it('refuses a class with two handlers for one type', () => {
    const declare = () => {
      @Consumer({ module: 'house', name: 'door' })
      class Door {
        @On(Rang)
        open(): Promise<void> {
          return Promise.resolve();
        }
        @On(Rang)
        bark(): Promise<void> {
          return Promise.resolve();
        }
      }
      return Door;
    };
    expect(declare).toThrow('Consumer "house.door" has two handlers for "bell.rang".');
  });

  it('refuses two classes that are the same consumer of one type, at boot', async () => {
    const none = await Databases.open({ databases: [], modules: [] });
    const server = new MessagingServer(new MessagingHarness(none, []).runtime);
    const handler = () => Promise.resolve();
    server.addHandler('house.door/bell.rang', handler, true, {});
    expect(() => server.addHandler('house.door/bell.rang', handler, true, {})).toThrow(
      'Two handlers are registered for "house.door/bell.rang"',
    );
  });
});
