import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Endpoint, entityTagsHeader, idSchema, Input, type InputOf, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { DeleteProduct } from './delete-product.command.js';

const endpoint = {
  method: 'DELETE',
  path: '/products/:id',
  tag: 'products',
  summary: 'Take a product off offer',
  description: 'It can still be read, and be revived by PUT. A product that never was is not found.',
  params: z.object({ id: idSchema }),
  headers: z.object({ 'if-match': entityTagsHeader.optional() }),
  responses: { 204: { description: 'Deleted, now or before' } },
  problems: ['precondition-failed'],
} as const;

@Controller()
export class DeleteProductController {
  constructor(private readonly commands: CommandBus) {}

  @Endpoint(endpoint)
  async delete(@Input() { params, headers }: InputOf<typeof endpoint>): Promise<Reply> {
    await this.commands.execute(new DeleteProduct(params.id, headers['if-match']));
    return reply(204);
  }
}
