import { Controller } from '@nestjs/common';
import { Endpoint, idSchema, Input, type InputOf, integerParameter, reply, type Reply } from '@platform/http';
import { SagaRuntime } from '@platform/saga';
import { z } from 'zod';

const view = z
  .object({
    sagaId: z.string(),
    type: z.string(),
    module: z.string(),
    what: z.string().describe('`saga`, or the task of a participant, as in `undo reserve`'),
    state: z.string(),
    waitsFor: z.string().nullable(),
    since: z.iso.datetime(),
    dueAt: z.iso.datetime().nullable().describe('When it goes on by itself; null when others have to'),
    failures: z.int(),
    error: z.string().nullable(),
    needsAttention: z.boolean(),
  })
  .meta({ id: 'OpenSaga' });

const listSpec = {
  method: 'GET',
  path: '/admin/sagas',
  tag: 'admin',
  hidden: true,
  summary: 'Sagas that have not ended, and what participants still have to do for sagas',
  query: z.object({
    needsAttention: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true')
      .describe('Only what needs attention'),
    limit: integerParameter(1, 1000).default(100).describe('Most entries of each module and kind'),
  }),
  responses: {
    200: {
      description: 'What is open in the modules of this service',
      schema: z.object({ items: z.array(view) }),
    },
  },
} as const;

const retrySpec = {
  method: 'POST',
  path: '/admin/sagas/retry',
  tag: 'admin',
  hidden: true,
  summary: 'Makes everything that this service still has to do for a saga due now',
  body: z.object({ sagaId: idSchema }).meta({ id: 'SagaReference' }),
  responses: {
    200: {
      description: 'How much that is; 0 when the saga is not known here',
      schema: z.object({ due: z.int() }).meta({ id: 'SagaRetry' }),
    },
  },
} as const;

/** Sagas on their way, and those that need people. */
@Controller()
export class SagasController {
  constructor(private readonly sagas: SagaRuntime) {}

  @Endpoint(listSpec)
  async list(@Input() { query }: InputOf<typeof listSpec>): Promise<Reply> {
    const open = await this.sagas.list(query);
    return reply(200, {
      items: open.map((item) => ({
        ...item,
        since: item.since.toISOString(),
        dueAt: item.dueAt?.toISOString() ?? null,
      })),
    });
  }

  @Endpoint(retrySpec)
  async retry(@Input() { body }: InputOf<typeof retrySpec>): Promise<Reply> {
    return reply(200, { due: await this.sagas.retry(body.sagaId) });
  }
}
