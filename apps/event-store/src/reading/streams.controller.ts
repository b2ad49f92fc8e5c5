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
import { MOST_RECORDED_EVENTS, RECORDED_STREAM_PATH, recordedStreamSchema } from '@platform/messaging';
import { z } from 'zod';

import { type ArchivedStream, ArchiveReader } from '../archive/archive-reader.js';
import { messageOf } from '../archive/archived-event.js';
import { eventSchema, eventView, limitParameter, nameParameter } from './event-view.js';

const LAST_VERSION = Number.MAX_SAFE_INTEGER;
const versionParameter = integerParameter(1, 999_999_999_999_999);
const params = z.object({ module: nameParameter, streamId: nameParameter });

export const rangeSchema = z.object({ from: z.int(), to: z.int() });

const streamEndpoint = {
  method: 'GET',
  path: '/streams/:module/:streamId',
  tag: 'streams',
  summary: "Read a stream by its events' versions",
  params,
  query: z.object({ from: versionParameter.default(1), limit: limitParameter }),
  responses: {
    200: {
      description: 'What is archived of it, from version `from` on',
      schema: z
        .object({
          module: z.string(),
          streamId: z.string(),
          highest: z.int().describe('The highest version that was seen'),
          contiguous: z.int().describe('Every version up to it is archived'),
          gaps: z.array(rangeSchema).describe('Versions that are missing'),
          items: z.array(eventSchema),
          next: z.int().optional().describe('What to give as `from` to go on; none at the end'),
        })
        .meta({ id: 'ArchivedStream' }),
    },
  },
  problems: ['not-found'],
} as const satisfies EndpointSpec;

const recordedEndpoint = {
  method: 'GET',
  path: RECORDED_STREAM_PATH,
  tag: 'streams',
  hidden: true,
  summary: 'The same as messages, as a module that lost them would be asked',
  params,
  query: z.object({
    from: versionParameter.default(1),
    to: versionParameter.default(999_999_999_999_999),
    limit: integerParameter(1, MOST_RECORDED_EVENTS).default(MOST_RECORDED_EVENTS),
  }),
  responses: { 200: { description: 'Those that there are', schema: recordedStreamSchema } },
} as const satisfies EndpointSpec;

@Controller()
export class StreamsController {
  constructor(private readonly reader: ArchiveReader) {}

  @Endpoint(streamEndpoint)
  async read(@Input() { params, query }: InputOf<typeof streamEndpoint>): Promise<Reply> {
    const stream = await this.known(params.module, params.streamId);
    const { from, limit } = query;
    const { module, streamId } = params;
    const rows = await this.reader.streamEvents(module, streamId, { from, to: LAST_VERSION }, limit);
    const last = rows.at(-1)?.version;
    return reply(200, {
      ...stream,
      items: rows.map(eventView),
      ...(rows.length === limit && last !== undefined && last < stream.highest && { next: last + 1 }),
    });
  }

  @Endpoint(recordedEndpoint)
  async recorded(@Input() { params, query }: InputOf<typeof recordedEndpoint>): Promise<Reply> {
    const rows = await this.reader.streamEvents(params.module, params.streamId, query, query.limit);
    return reply(200, { items: rows.map(messageOf) });
  }

  private async known(module: string, streamId: string): Promise<ArchivedStream> {
    const stream = await this.reader.stream(module, streamId);
    if (!stream) throw problem('not-found', `Nothing is archived of a stream "${streamId}" of "${module}".`);
    return stream;
  }
}
