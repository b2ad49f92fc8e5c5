import { describe, expect, it } from '@jest/globals';

import type { RecordedMessage } from '../envelope/message.js';
import { withoutRepeats } from './without-repeats.js';

const message = (streamId: string, streamVersion: number, channel = 'events') =>
  ({ sourceModule: 'clock', channel, streamId, streamVersion }) as RecordedMessage;
const told = (messages: readonly RecordedMessage[]) =>
  messages.map(({ channel, streamId, streamVersion }) => `${channel} ${streamId}/${streamVersion}`);

describe('what comes again within one delivery', () => {
  it('is left out, whether the whole comes again or a part of it', () => {
    const all = [1, 2, 3, 2, 3, 4, 1, 5].map((version) => message('a', version));
    expect(told(withoutRepeats(all))).toEqual([1, 2, 3, 4, 5].map((version) => `events a/${version}`));
  });

  it('is told apart by stream and channel', () => {
    const all = [message('a', 2), message('b', 1), message('a', 1, 'commands')];
    expect(withoutRepeats(all)).toEqual(all);
  });
});
