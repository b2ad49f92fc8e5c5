import { Controller } from '@nestjs/common';
import { Endpoint, type EndpointSpec, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { ArchiveReader } from '../archive/archive-reader.js';
import {
  afterParameter,
  cursorAfter,
  eventSchema,
  eventView,
  limitParameter,
  nameParameter,
  placeOf,
} from './event-view.js';

const endpoint = {
  method: 'GET',
  path: '/events',
  tag: 'events',
  summary: 'Read events in the order in which they were archived',
  description:
    "A stream's events come in the order of its versions as long as none came late. Nothing is ever added before an event " +
    'that was read, so whoever goes on after the last one misses nothing.',
  query: z.object({
    after: afterParameter,
    limit: limitParameter,
    module: nameParameter.optional(),
    type: nameParameter.optional(),
  }),
  responses: {
    200: {
      description: 'Up to `limit` events',
      schema: z
        .object({
          items: z.array(eventSchema),
          next: z
            .string()
            .optional()
            .describe('What to give as `after` to go on; none while there are no events'),
          end: z.boolean().describe('Whether there is nothing more for now'),
        })
        .meta({ id: 'ArchivedEvents' }),
    },
  },
  problems: ['invalid-cursor'],
} as const satisfies EndpointSpec;

@Controller()
export class EventsController {
  constructor(private readonly reader: ArchiveReader) {}

  @Endpoint(endpoint)
  async read(@Input() { query }: InputOf<typeof endpoint>): Promise<Reply> {
    const { after, limit, ...filter } = query;
    const rows = await this.reader.after(placeOf(after), limit, filter);
    const last = rows.at(-1);
    const next = last ? cursorAfter(last) : after;
    return reply(200, {
      items: rows.map(eventView),
      ...(next !== undefined && { next }),
      end: rows.length < limit,
    });
  }
}
