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
    parked: z.array(z.object({ consumer: z.string(), keys: z.int(), messages: z.int() })),
    transport: z
      .array(z.object({ consumer: z.string(), topic: z.string(), partition: z.int(), messages: z.int() }))
      .optional()
      .describe(
        'What lies between outlets and consumers; not there in process, nor while the broker is away',
      ),
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
    // A message that is handled may leave work to do, and work that is done may leave a message: looked at in turns.
    const hadArrived = await this.messaging.isQuiet();
    const [sagas, work] = await Promise.all([this.runtime.pending(), unfinishedWork()]);
    const [haveArrived, { logs, parked, transport }] = await Promise.all([
      this.messaging.isQuiet(),
      this.messaging.lag(),
    ]);
    const isIdle = sagas.pending === 0 && Object.values(work).every((left) => left === 0);
    const quiet = hadArrived && isIdle && haveArrived;
    return reply(200, {
      quiet,
      work,
      sagas,
      logs: [...logs],
      parked: [...parked],
      ...(transport && { transport: transport.filter(({ messages }) => messages > 0) }),
    });
  }
}
