import { Controller } from '@nestjs/common';
import {
  Endpoint,
  type EndpointSpec,
  Input,
  type InputOf,
  integerParameter,
  problem,
  reply,
  type Reply,
} from '@platform/http';
import {
  ARCHIVED_EVENTS_PATH,
  archivePageSchema,
  INCOMPLETE_STREAMS_PATH,
  incompleteStreamsSchema,
  MOST_ARCHIVED_EVENTS,
  MOST_INCOMPLETE_STREAMS,
} from '@platform/messaging';
import { z } from 'zod';

import { ArchiveReader } from '../archive/archive-reader.js';
import { messageOf } from '../archive/archived-event.js';
import { Reconciliation } from '../gaps/reconciliation.js';
import { ArchivedLanes } from '../intake/archived-lanes.js';
import { nameParameter } from '../reading/event-view.js';

const params = z.object({ module: nameParameter });

const eventsEndpoint = {
  method: 'GET',
  path: ARCHIVED_EVENTS_PATH,
  tag: 'refill',
  hidden: true,
  summary: "A module's events by stream and version, as messages, for who lacks them",
  params,
  query: z.object({
    types: z.string().max(10_000).optional().describe('Names with commas in between; all without it'),
    afterStream: nameParameter.optional().describe('With `afterVersion`: after this event'),
    afterVersion: integerParameter(0, 999_999_999_999_999).default(0),
    limit: integerParameter(1, MOST_ARCHIVED_EVENTS).default(MOST_ARCHIVED_EVENTS),
  }),
  responses: { 200: { description: 'Up to `limit` events', schema: archivePageSchema } },
} as const satisfies EndpointSpec;

const incompleteEndpoint = {
  method: 'GET',
  path: INCOMPLETE_STREAMS_PATH,
  tag: 'refill',
  hidden: true,
  summary: 'Which streams of a module the archive has not everything of',
  description:
    'Answers only when the archive knows of everything that was published in the lane before the offset. Where it cannot tell by ' +
    'what came to it, because the broker had forgotten it before, it first compares itself with the module, once for each `refill`. ' +
    'Without a lane it answers when the broker has nothing of the module that it has not.',
  params,
  query: z.object({
    lane: nameParameter.optional(),
    before: integerParameter(0, 999_999_999_999_999).optional(),
    refill: nameParameter.default(''),
    after: nameParameter.optional().describe('Those after this stream'),
  }),
  responses: { 200: { description: 'Those streams', schema: incompleteStreamsSchema } },
  problems: ['not-ready'],
} as const satisfies EndpointSpec;

/** Answers consumers whose broker has forgotten something, and modules that have lost something. */
@Controller()
export class RefillController {
  constructor(
    private readonly reader: ArchiveReader,
    private readonly reconciliation: Reconciliation,
    private readonly lanes: ArchivedLanes,
  ) {}

  @Endpoint(eventsEndpoint)
  async events(@Input() { params, query }: InputOf<typeof eventsEndpoint>): Promise<Reply> {
    const { types, afterStream = '', afterVersion, limit } = query;
    const after = { streamId: afterStream, version: afterVersion };
    const rows = await this.reader.ofModule(params.module, after, limit, types?.split(','));
    const last = rows.at(-1);
    const torn = new Map(
      rows.flatMap(({ streamId, gaps }) => (gaps.length > 0 ? [[streamId, gaps] as const] : [])),
    );
    return reply(200, {
      items: rows.map(messageOf),
      incomplete: [...torn].map(([streamId, missing]) => ({ streamId, missing: [...missing] })),
      ...(rows.length === limit && last && { next: { streamId: last.streamId, version: last.version } }),
    });
  }

  @Endpoint(incompleteEndpoint)
  async incomplete(@Input() { params, query }: InputOf<typeof incompleteEndpoint>): Promise<Reply> {
    const { module } = params;
    const { lane, before, refill, after = '' } = query;
    // What the first page was answered with holds for the others.
    if (after === '') {
      if (lane === undefined) await this.assertDrained(module);
      else if (!(await this.knowsByItself(module, lane, before))) this.assertCompared(module, refill);
    }
    const found = await this.reader.incomplete(module, after, MOST_INCOMPLETE_STREAMS);
    return reply(200, {
      items: found.map(({ streamId, gaps }) => ({ streamId, missing: [...gaps] })),
      ...(found.length === MOST_INCOMPLETE_STREAMS && { next: found.at(-1)?.streamId }),
    });
  }

  private async assertDrained(module: string): Promise<void> {
    const messages = await this.lanes.behind(module).catch(() => undefined);
    if (messages === undefined)
      throw problem('not-ready', 'The archive does not know what the broker has, which does not answer.');
    if (messages > 0)
      throw problem(
        'not-ready',
        `The archive is ${messages} messages behind what "${module}" has published.`,
      );
  }

  private async knowsByItself(module: string, lane: string, before?: number): Promise<boolean> {
    if (before === undefined || !this.reconciliation.isCertainOf(module)) return false;
    return ((await this.reader.nextOffset(module, lane)) ?? 0) >= before;
  }

  private assertCompared(module: string, refill: string): void {
    const reason = this.reconciliation.whyNotCompared(module, refill);
    if (reason !== undefined)
      throw problem('not-ready', `The archive has to be compared with "${module}" first: ${reason}`);
  }
}
