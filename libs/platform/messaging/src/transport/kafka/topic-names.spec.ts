import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { defineCommand, defineEvent, defineReply } from '../../envelope/define-message.js';
import { TopicNames } from './topic-names.js';

const Priced = defineEvent('shop.priced', 1, z.object({}));
const Charge = defineCommand('till.charge', 1, z.object({}));
const Charged = defineReply('till.charged', 1, z.object({}));
const names = new TopicNames('dep-1');
const message = (headers: Record<string, string>) => ({ key: 'k', value: '{}', headers });

describe('names of topics', () => {
  it('of events are those of the module that records them, of commands and replies those of the one that receives them', () => {
    expect(names.of(message({ ce_channel: 'events' }), 'shop')).toBe('dep-1.shop.events');
    expect(names.of(message({ ce_channel: 'commands', ce_target: 'till' }), 'shop')).toBe(
      'dep-1.till.commands',
    );
    expect(names.of(message({ ce_channel: 'replies', ce_target: 'shop' }), 'till')).toBe(
      'dep-1.shop.replies',
    );
  });

  it('are derived from what a consumer handles', () => {
    const consumer = { name: 'shop.saga', module: 'shop', handlers: new Map() };
    const types = new Set([Priced.type, Charged.type]);
    expect(names.consumedBy({ consumer, types })).toEqual(['dep-1.shop.events', 'dep-1.shop.replies']);
    expect(
      names.consumedBy({ consumer: { ...consumer, module: 'till' }, types: new Set([Charge.type]) }),
    ).toEqual(['dep-1.till.commands']);
    expect(names.group('shop.saga')).toBe('dep-1.shop.saga');
  });

  it('are those of whole modules for a consumer of every event, which need not know a type', () => {
    const consumer = { name: 'archive.all', module: 'archive', handlers: new Map() };
    const everyEventOf = new Set(['till', 'shop']);
    expect(names.consumedBy({ consumer, types: 'all', everyEventOf })).toEqual([
      'dep-1.shop.events',
      'dep-1.till.events',
    ]);
  });
});
