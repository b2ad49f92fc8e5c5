import { describe, expect, it } from '@jest/globals';
import { shortForm } from './log-lines.js';

describe('the short form of a log line', () => {
  it('is context, message and error of a JSON line', () => {
    const line = JSON.stringify({
      level: 50,
      time: 1,
      context: 'Relay',
      msg: 'paused',
      err: { message: 'no connection' },
    });
    expect(shortForm(line)).toEqual({ level: 50, text: 'Relay: paused: no connection' });
  });

  it('says a thing once when message and error are the same, and keeps to one line', () => {
    const line = JSON.stringify({
      level: 40,
      msg: 'gone\n    at somewhere',
      err: { message: 'gone\n    at somewhere' },
    });
    expect(shortForm(line)).toEqual({ level: 40, text: 'gone' });
  });

  it.each(['plain text', '{"level":', '{"msg":"without a level"}'])('does not exist for %s', (line) => {
    expect(shortForm(line)).toBeUndefined();
  });
});
