import { Controller } from '@nestjs/common';
import { Endpoint, reply, type Reply } from '@platform/http';
import { MessagingLag } from '@platform/messaging';
import { SagaRuntime } from '@platform/saga';
import { z } from 'zod';

const quiescence = z
  .object({
    quiet: z.boolean(),
    sagas: z.object({ pending: z.int(), needsAttention: z.int() }),
    logs: z.array(
      z.object({ sourceModule: z.string(), outlet: z.string(), messages: z.int(), ageSeconds: z.number() }),
    ),
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
    const [{ logs, parked }, sagas] = await Promise.all([this.messaging.lag(), this.runtime.pending()]);
    const quiet = sagas.pending === 0 && logs.every(({ messages }) => messages === 0);
    return reply(200, { quiet, sagas, logs: [...logs], parked: [...parked] });
  }
}
