import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { pageQuery } from '../paging/page.js';
import { idSchema } from '../schemas/values.js';
import { Endpoint, Input } from './endpoint.decorator.js';
import type { InputOf } from './endpoint.types.js';
import { reply } from './reply.js';

const spec = {
  method: 'GET',
  path: '/things/:id',
  tag: 'things',
  summary: 'Read a thing',
  params: z.object({ id: idSchema }),
  query: pageQuery,
  responses: { 200: { description: 'The thing' } },
} as const;

describe('the type of an endpoint', () => {
  it('follows from its schemas, so that a handler cannot ask for what is not validated', () => {
    class Things {
      @Endpoint(spec)
      read(@Input() input: InputOf<typeof spec>) {
        return reply(200, { id: input.params.id, limit: input.query.limit });
      }

      @Endpoint({ ...spec, path: '/things/:id/less' })
      less(@Input() input: { params: { id: string } }) {
        return Promise.resolve(reply(200, input.params.id));
      }

      // @ts-expect-error there is no body
      @Endpoint({ ...spec, path: '/things/:id/more' })
      more(@Input() input: { body: { name: string } }) {
        return reply(200, input.body.name);
      }
    }
    expect(new Things()).toBeDefined();
  });
});
