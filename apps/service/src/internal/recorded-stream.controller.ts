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
  text,
} from '@platform/http';
import {
  droppedEnds,
  encode,
  HostedModules,
  LogReader,
  MOST_RECORDED_EVENTS,
  MOST_RECORDED_STREAMS,
  RECORDED_STREAM_PATH,
  RECORDED_STREAMS_PATH,
  recordedStreamSchema,
  recordedStreamsSchema,
} from '@platform/messaging';
import { Databases, type UnitOfWork } from '@platform/persistence';
import { z } from 'zod';

const MOST_VERSIONS = 999_999_999_999_999;

const endpoint = {
  method: 'GET',
  path: RECORDED_STREAM_PATH,
  tag: 'internal',
  hidden: true,
  summary: "Events of a stream as the module's log has them, for who lacks them",
  params: z.object({ module: text(63), streamId: text(200) }),
  query: z.object({
    from: integerParameter(1, MOST_VERSIONS).default(1),
    to: integerParameter(1, MOST_VERSIONS).default(MOST_VERSIONS),
    limit: integerParameter(1, MOST_RECORDED_EVENTS).default(MOST_RECORDED_EVENTS),
  }),
  responses: {
    200: {
      description: 'Those that there are, by version; old ones may have been dropped',
      schema: recordedStreamSchema,
    },
  },
  problems: ['not-found'],
} as const satisfies EndpointSpec;

const listEndpoint = {
  method: 'GET',
  path: RECORDED_STREAMS_PATH,
  tag: 'internal',
  hidden: true,
  summary: 'How far the streams of the module go, by their ids',
  params: z.object({ module: text(63) }),
  query: z.object({
    after: text(200).optional().describe('Id of the last stream of the answer before'),
    limit: integerParameter(1, MOST_RECORDED_STREAMS).default(MOST_RECORDED_STREAMS),
    ageSeconds: integerParameter(0, 86_400).default(60).describe('How old the last event has to be'),
    ends: z
      .enum(['kept', 'dropped'])
      .default('kept')
      .describe('Streams whose last event is in the log, or those where it is not any more'),
  }),
  responses: { 200: { description: 'Up to `limit` streams', schema: recordedStreamsSchema } },
  problems: ['not-found'],
} as const satisfies EndpointSpec;

/** Streams of the modules hosted here. The module is part of the address: a stream's id is unique within its module's log only. */
@Controller()
export class RecordedStreamController {
  constructor(
    private readonly databases: Databases,
    private readonly hosted: HostedModules,
  ) {}

  @Endpoint(endpoint)
  async read(@Input() { params, query }: InputOf<typeof endpoint>): Promise<Reply> {
    const unit = this.unitOf(params.module);
    const events = await unit.read(() =>
      new LogReader(unit).stream(params.streamId, query.from, query.to, query.limit),
    );
    return reply(200, { items: events.map(encode) });
  }

  @Endpoint(listEndpoint)
  async list(@Input() { params, query }: InputOf<typeof listEndpoint>): Promise<Reply> {
    const unit = this.unitOf(params.module);
    const { after = '', limit, ageSeconds, ends } = query;
    const items = await unit.read(() =>
      ends === 'dropped'
        ? droppedEnds(unit, after, limit)
        : new LogReader(unit).streams(after, limit, ageSeconds),
    );
    return reply(200, { items });
  }

  private unitOf(module: string): UnitOfWork {
    if (!this.hosted.has(module)) throw problem('not-found', `The module "${module}" is not hosted here.`);
    return this.databases.unitOfWork(module);
  }
}
