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
  encode,
  HostedModules,
  LogReader,
  MOST_RECORDED_EVENTS,
  RECORDED_STREAM_PATH,
  recordedStreamSchema,
} from '@platform/messaging';
import { Databases } from '@platform/persistence';
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

/** Streams of the modules hosted here. The module is part of the address: a stream's id is unique within its module's log only. */
@Controller()
export class RecordedStreamController {
  constructor(
    private readonly databases: Databases,
    private readonly hosted: HostedModules,
  ) {}

  @Endpoint(endpoint)
  async read(@Input() { params, query }: InputOf<typeof endpoint>): Promise<Reply> {
    const { module, streamId } = params;
    if (!this.hosted.has(module)) throw problem('not-found', `The module "${module}" is not hosted here.`);
    const unit = this.databases.unitOfWork(module);
    const events = await unit.read(() =>
      new LogReader(unit).stream(streamId, query.from, query.to, query.limit),
    );
    return reply(200, { items: events.map(encode) });
  }
}
