import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  Endpoint,
  type EndpointSpec,
  Idempotent,
  idSchema,
  Input,
  type InputOf,
  reply,
  type Reply,
} from '@platform/http';
import { z } from 'zod';

import { DeliverPackages } from './deliver-packages.command.js';
import { OneAtATime } from './one-at-a-time.js';

const delivered = z
  .object({
    delivered: z.array(z.object({ sellerId: idSchema, orderId: idSchema, packageId: idSchema })).max(10),
  })
  .meta({ id: 'Deliveries' });

const endpoint = {
  method: 'POST',
  path: '/shipments/deliveries',
  tag: 'shipments',
  summary: 'Deliver the oldest open package of each of up to ten sellers',
  description:
    'Sellers are taken in the order of their oldest open package, by the creation of its shipment. The first delivered package makes an order `in-transit`, the last one `delivered`.',
  responses: { 200: { description: 'What was delivered, oldest first', schema: delivered } },
} as const satisfies EndpointSpec;

@Controller()
export class DeliverPackagesController {
  /** Runs wait for each other in the database; queueing here keeps the waiting ones from holding a connection each. */
  private readonly runs = new OneAtATime();

  constructor(
    private readonly commands: CommandBus,
    private readonly idempotent: Idempotent,
  ) {}

  @Endpoint(endpoint)
  deliver(@Input() { request }: InputOf<typeof endpoint>): Promise<Reply> {
    return this.runs.run(() =>
      this.idempotent.run(request, undefined, async () =>
        reply(200, { delivered: await this.commands.execute(new DeliverPackages()) }),
      ),
    );
  }
}
