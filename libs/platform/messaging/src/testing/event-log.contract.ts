import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@platform/domain';
import type { UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

import { defineCommand, defineEvent } from '../envelope/define-message.js';
import { InvalidMessageError, MessageDefinitionError } from '../envelope/errors.js';
import { withMessageContext } from '../envelope/message-context.js';
import { StreamConcurrencyError } from '../log/errors.js';
import type { EventLog } from '../log/event-log.js';

/** An event log to be proven: that of a module called `alpha`. */
export interface EventLogUnderTest {
  readonly log: EventLog;
  readonly unit: UnitOfWork;
  close(): Promise<void>;
}

const Counted = defineEvent(
  'alpha.counted',
  2,
  z.object({ n: z.number().int(), note: z.string().optional() }),
);
const Ordered = defineCommand('beta.count', 1, z.object({ n: z.number().int() }));
const Foreign = defineEvent('beta.counted', 1, z.object({}));
const counted = (n: number) => ({ type: Counted.type, data: { n } });

/** What every implementation of {@link EventLog} promises to a module. */
export function eventLogContract(open: () => Promise<EventLogUnderTest>): void {
  describe('an event log', () => {
    let log: EventLog;
    let unit: UnitOfWork;
    let close: () => Promise<void>;
    let stream: string;

    beforeAll(async () => {
      const opened = await open();
      ({ log, unit } = opened);
      close = () => opened.close();
    });
    beforeEach(() => {
      stream = `alpha-${newId()}`;
    });
    afterAll(() => close());

    const append = (...ns: number[]) =>
      unit.run(() => {
        log.append(stream, ns.map(counted));
        return Promise.resolve();
      });
    const read = (after?: number, limit?: number) => unit.read(() => log.read(stream, after, limit));
    const versions = async () =>
      (await read()).map(({ streamVersion, data }) => [streamVersion, (data as { n: number }).n]);

    it('numbers the events of a stream from 1 without a gap, over any number of units', async () => {
      await append(10, 20);
      await append(30);
      expect(await versions()).toEqual([
        [1, 10],
        [2, 20],
        [3, 30],
      ]);
    });

    it('keeps the order of appends within a unit, however many streams they go to', async () => {
      const other = `alpha-${newId()}`;
      await unit.run(() => {
        log.append(stream, [counted(1)]);
        log.append(other, [counted(100), counted(200)]);
        log.append(stream, [counted(2), counted(3)]);
        return Promise.resolve();
      });
      expect(await versions()).toEqual([
        [1, 1],
        [2, 2],
        [3, 3],
      ]);
      const others = await unit.read(() => log.read(other));
      expect(others.map(({ data }) => data)).toEqual([{ n: 100 }, { n: 200 }]);
    });

    it('forgets what was appended in a unit that was rolled back', async () => {
      const refused = unit.run(() => {
        log.append(stream, [counted(1)]);
        return Promise.reject(new Error('changed my mind'));
      });
      await expect(refused).rejects.toThrow('changed my mind');
      expect(await versions()).toEqual([]);
    });

    it('serves a stream in pages', async () => {
      await append(1, 2, 3, 4, 5);
      expect((await read(2, 2)).map(({ streamVersion }) => streamVersion)).toEqual([3, 4]);
    });

    it('refuses a change that was based on another version, and writes nothing of its unit', async () => {
      await append(1);
      const stale = unit.run(() => {
        log.append(stream, [counted(2)], { expectedVersion: 0 });
        return Promise.resolve();
      });
      await expect(stale).rejects.toThrow(StreamConcurrencyError);
      await expect(stale).rejects.toMatchObject({ streamId: stream, expectedVersion: 0, actualVersion: 1 });
      expect(await versions()).toEqual([[1, 1]]);
    });

    it('accepts the expected version, of a new stream and of an old one, twice in one unit too', async () => {
      await unit.run(() => {
        log.append(stream, [counted(1), counted(2)], { expectedVersion: 0 });
        log.append(stream, [counted(3)], { expectedVersion: 2 });
        return Promise.resolve();
      });
      expect((await versions()).length).toBe(3);
    });

    it('lets one of two concurrent writers with the same expectation win', async () => {
      const attempts = await Promise.allSettled(
        [1, 2].map((n) =>
          unit.run(() => {
            log.append(stream, [counted(n)], { expectedVersion: 0 });
            return Promise.resolve();
          }),
        ),
      );
      expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect((await versions()).length).toBe(1);
    });

    it('refuses invalid data where it is appended, naming the field', () => {
      const wrong = unit.run(() => {
        log.append(stream, [{ type: Counted.type, data: { n: 'one' } }]);
        return Promise.resolve();
      });
      return Promise.all([
        expect(wrong).rejects.toThrow(InvalidMessageError),
        expect(wrong).rejects.toThrow(/alpha\.counted.*n:/),
      ]);
    });

    it.each([
      ['an event of another module', Foreign.type],
      ['a type that nobody defined', 'alpha.unheard-of'],
      ['a command', Ordered.type],
    ])('refuses to record %s as an event of its own', async (_what, type) => {
      const wrong = unit.run(() => {
        log.append(stream, [{ type, data: {} }]);
        return Promise.resolve();
      });
      await expect(wrong).rejects.toThrow(MessageDefinitionError);
    });

    it('gives a message its envelope', async () => {
      const before = Date.now();
      await withMessageContext(
        { correlationId: 'request-7', causationId: 'message-6', traceparent: '00-ab-cd-01' },
        () => append(1),
      );
      const [message] = await read();
      expect(message).toMatchObject({
        type: 'alpha.counted',
        schemaVersion: 2,
        sourceModule: 'alpha',
        channel: 'events',
        streamId: stream,
        streamVersion: 1,
        correlationId: 'request-7',
        causationId: 'message-6',
        traceparent: '00-ab-cd-01',
      });
      expect(message?.id).toMatch(/^[0-9a-f-]{36}$/);
      expect(Math.abs(Date.parse(message?.time ?? '') - before)).toBeLessThan(60_000);
    });

    it('starts a correlation where there is none', async () => {
      await append(1);
      const [message] = await read();
      expect(message?.correlationId).toBe(message?.id);
      expect(message).not.toHaveProperty('causationId');
    });

    it('keeps commands in streams of their own, so that an aggregate counts its own events only', async () => {
      await append(1);
      await unit.run(() => {
        log.send('beta', stream, [
          { type: Ordered.type, data: { n: 1 } },
          { type: Ordered.type, data: { n: 2 } },
        ]);
        return Promise.resolve();
      });
      await append(2);
      expect(await versions()).toEqual([
        [1, 1],
        [2, 2],
      ]);
      const commands = await unit.read(() => log.read(`commands:beta:${stream}`));
      expect(commands.map(({ channel, target, streamVersion }) => [channel, target, streamVersion])).toEqual([
        ['commands', 'beta', 1],
        ['commands', 'beta', 2],
      ]);
    });
  });
}
