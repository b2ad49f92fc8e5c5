import { Controller } from '@nestjs/common';
import { Endpoint, reply, type Reply } from '@platform/http';
import { MessagingLag } from '@platform/messaging';
import { unfinishedWork } from '@platform/observability';
import { SagaRuntime } from '@platform/saga';
import { z } from 'zod';

const quiescence = z
  .object({
    quiet: z.boolean(),
    work: z
      .record(z.string(), z.int())
      .describe('What is left of work that goes on after an answer, by its name'),
    sagas: z.object({ pending: z.int(), needsAttention: z.int() }),
    logs: z.array(
      z.object({ sourceModule: z.string(), outlet: z.string(), messages: z.int(), ageSeconds: z.number() }),
    ),
    published: z
      .array(z.object({ consumer: z.string(), topic: z.string(), partition: z.int(), messages: z.int() }))
      .describe('What a broker holds for consumers of this process'),
    parked: z.array(z.object({ consumer: z.string(), keys: z.int(), messages: z.int() })),
  })
  .meta({ id: 'Quiescence' });

@Controller()
export class QuiescenceController {
  constructor(
    private readonly messaging: MessagingLag,
    private readonly runtime: SagaRuntime,
  ) {}

  @Endpoint({
    method: 'GET',
    path: '/admin/quiescence',
    tag: 'admin',
    hidden: true,
    summary: 'Whether everything that was begun has ended: no open saga, no message on its way',
    responses: { 200: { description: 'What is still under way', schema: quiescence } },
  })
  async read(): Promise<Reply<z.output<typeof quiescence>>> {
    const [isQuiet, { logs, parked, transport = [] }, sagas, work] = await Promise.all([
      this.messaging.isQuiet(),
      this.messaging.lag(),
      this.runtime.pending(),
      unfinishedWork(),
    ]);
    const quiet = isQuiet && sagas.pending === 0 && Object.values(work).every((left) => left === 0);
    const published = transport.filter(({ messages }) => messages > 0);
    return reply(200, { quiet, work, sagas, logs: [...logs], published, parked: [...parked] });
  }
}
