import { describe, expect, it } from '@jest/globals';

import type { EncodedMessage } from '../../envelope/cloud-events.js';
import { produceRequests } from './produce-requests.js';

const message = (key: string, value: string): EncodedMessage => ({ key, value, headers: { ce_type: key } });
const topicOf = ({ key }: EncodedMessage) => `topic-${key}`;
const valuesOf = (messages: readonly EncodedMessage[], limit: number) =>
  produceRequests(messages, topicOf, limit).map((request) =>
    Object.fromEntries(request.map(({ topic, messages }) => [topic, messages.map(({ value }) => value)])),
  );

describe('the requests that a slice is published by', () => {
  it('are one while it is small, with the messages of each topic in order', () => {
    expect(valuesOf([message('a', '1'), message('b', '2'), message('a', '3')], 1_000)).toEqual([
      { 'topic-a': ['1', '3'], 'topic-b': ['2'] },
    ]);
  });

  it('are as many as the size asks for, one after the other', () => {
    const long = 'x'.repeat(60);
    expect(
      valuesOf([message('a', long), message('b', '2'), message('a', long), message('a', '4')], 100),
    ).toEqual([{ 'topic-a': [long], 'topic-b': ['2'] }, { 'topic-a': [long, '4'] }]);
  });

  it('have a message of its own when that is larger than a request should be', () => {
    const large = 'x'.repeat(500);
    expect(valuesOf([message('a', '1'), message('a', large), message('a', '3')], 100)).toEqual([
      { 'topic-a': ['1'] },
      { 'topic-a': [large] },
      { 'topic-a': ['3'] },
    ]);
  });

  it('are none for nothing', () => {
    expect(valuesOf([], 100)).toEqual([]);
  });
});
