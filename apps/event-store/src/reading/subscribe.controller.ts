import { Controller } from '@nestjs/common';
import {
  Endpoint,
  type EndpointSpec,
  type EventStream,
  eventStream,
  Input,
  type InputOf,
} from '@platform/http';
import { z } from 'zod';

import { EventFeed } from './event-feed.js';
import { afterParameter, cursorPattern, eventSchema, nameParameter, placeOf } from './event-view.js';

const endpoint = {
  method: 'GET',
  path: '/events/subscribe',
  tag: 'events',
  summary: 'Read events and go on with those that are archived from then on',
  description: 'As `/events`, without an end. After Last-Event-ID where that was sent, else after `after`.',
  query: z.object({
    after: afterParameter,
    module: nameParameter.optional(),
    type: nameParameter.optional(),
  }),
  headers: z.object({ 'last-event-id': z.string().optional() }),
  responses: {
    200: {
      description: 'Server-sent events: `id` is the cursor, `event` the type',
      schema: eventSchema,
      contentType: 'text/event-stream',
    },
  },
  problems: ['invalid-cursor'],
} as const satisfies EndpointSpec;

@Controller()
export class SubscribeController {
  constructor(private readonly feed: EventFeed) {}

  @Endpoint(endpoint)
  subscribe(@Input() { query, headers }: InputOf<typeof endpoint>): EventStream {
    const { after, ...filter } = query;
    const last = headers['last-event-id'];
    // A browser sends back whatever it was given by whomever; what is no cursor counts as not sent.
    const place = placeOf(last !== undefined && cursorPattern.test(last) ? last : after);
    return eventStream((signal) => this.feed.follow(place, filter, signal));
  }
}
