import { Controller } from '@nestjs/common';
import { Endpoint, Input, type InputOf, integerParameter, problem, reply, type Reply } from '@platform/http';
import { ParkedMessages, UnknownParkedKeyError } from '@platform/messaging';
import { z } from 'zod';

const key = z
  .object({
    consumer: z.string().min(1).max(200),
    sourceModule: z.string().min(1).max(63),
    channel: z.enum(['events', 'commands', 'replies']),
    streamId: z.string().min(1).max(200),
  })
  .meta({ id: 'ParkedKeyReference' });

const view = key
  .extend({
    parkedAt: z.iso.datetime(),
    attempts: z.int(),
    error: z.string(),
    messages: z.int(),
    firstVersion: z.int(),
    firstType: z.string(),
  })
  .meta({ id: 'ParkedKey' });

const replayed = z
  .object({ replayed: z.int(), remaining: z.int(), error: z.string().optional() })
  .meta({ id: 'Replay' });
const discarded = z.object({ discarded: z.int() }).meta({ id: 'Discard' });

const listSpec = {
  method: 'GET',
  path: '/admin/messages/parked',
  tag: 'admin',
  hidden: true,
  summary: 'The parked keys, oldest first within each module',
  query: z.object({
    limit: integerParameter(1, 1000).default(100).describe('Most keys of each module'),
  }),
  responses: { 200: { description: 'Parked keys', schema: z.object({ items: z.array(view) }) } },
} as const;

const replaySpec = {
  method: 'POST',
  path: '/admin/messages/parked/replay',
  tag: 'admin',
  hidden: true,
  summary: "Handles a key's parked messages in order; ends at the first that fails again",
  body: key,
  responses: { 200: { description: 'How far it came', schema: replayed } },
  problems: ['not-found'],
} as const;

const discardSpec = {
  method: 'POST',
  path: '/admin/messages/parked/discard',
  tag: 'admin',
  hidden: true,
  summary: "Gives a key's parked messages up: they count as handled",
  body: key.extend({
    upTo: z.int().min(1).optional().describe('Last stream version to discard; all without it'),
  }),
  responses: { 200: { description: 'How many were given up', schema: discarded } },
  problems: ['not-found'],
} as const;

/** Keys that a consumer set aside because a message of theirs could not be handled. */
@Controller()
export class ParkedMessagesController {
  constructor(private readonly parked: ParkedMessages) {}

  @Endpoint(listSpec)
  async list(@Input() { query }: InputOf<typeof listSpec>): Promise<Reply> {
    const keys = await this.parked.list({ limit: query.limit });
    return reply(200, {
      items: keys.map((parked) => ({ ...parked, parkedAt: parked.parkedAt.toISOString() })),
    });
  }

  @Endpoint(replaySpec)
  async replay(@Input() { body }: InputOf<typeof replaySpec>): Promise<Reply> {
    return reply(200, await known(this.parked.replay(body)));
  }

  @Endpoint(discardSpec)
  async discard(@Input() { body: { upTo, ...parkedKey } }: InputOf<typeof discardSpec>): Promise<Reply> {
    return reply(200, { discarded: await known(this.parked.discard(parkedKey, upTo)) });
  }
}

async function known<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof UnknownParkedKeyError) throw problem('not-found', error.message);
    throw error;
  }
}
