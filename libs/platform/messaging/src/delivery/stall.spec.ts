import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import type { RecordedMessage } from '../envelope/message.js';
import { Stall } from './stall.js';

function message(id: string): RecordedMessage {
  return {
    id,
    type: 'clock.ticked',
    schemaVersion: 1,
    sourceModule: 'clock',
    channel: 'events',
    streamId: 'clock-1',
    streamVersion: 7,
    data: '{}',
    time: '2026-01-01T00:00:00.000Z',
    correlationId: 'c',
  };
}

describe('a stalled lane', () => {
  const broken = new Error('cache lookup failed');
  let seconds: number;
  let stall: Stall;
  let warnings: string[];

  beforeEach(() => {
    seconds = 0;
    warnings = [];
    stall = new Stall('wall.clock-watch', () => seconds * 1_000);
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((text: string) => void warnings.push(text));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const failEverySecond = (id: string, until: number) => {
    for (; seconds <= until; seconds += 1) stall.failedAt(message(id), broken);
    seconds = until;
  };

  it('knows how long it has been trying the same message', () => {
    expect(stall.seconds).toBe(0);
    failEverySecond('a', 42);
    expect(stall.seconds).toBe(42);
    stall.over();
    expect(stall.seconds).toBe(0);
  });

  it('has got on when it fails at another message', () => {
    failEverySecond('a', 42);
    stall.failedAt(message('b'), broken);
    expect(stall.seconds).toBe(0);
  });

  it('says so once a minute, naming consumer, message and reason, and not before a minute has passed', () => {
    failEverySecond('a', 59);
    expect(warnings).toEqual([]);
    failEverySecond('a', 150);
    expect(warnings).toEqual([
      'Consumer "wall.clock-watch" has tried clock.ticked (clock-1, version 7) for 60 s and holds back what comes after it: Error: cache lookup failed',
      expect.stringContaining('for 120 s'),
    ]);
  });
});
