import { Controller } from '@nestjs/common';
import { Endpoint, Input, type InputOf, problem, reply, type Reply } from '@platform/http';
import { z } from 'zod';

import { Projections } from './projections.js';

const generation = z.object({
  generation: z.int().min(1),
  version: z.int(),
  isLive: z.boolean().describe('Whether it is the one that is read; another one is being made beside it'),
  behind: z.int().describe('Messages of the log that it has not looked at, counted up to 10,000'),
  share: z.number().min(0).max(1).describe('The share of the log that it has looked at'),
});

const view = z
  .object({ module: z.string(), name: z.string(), generations: z.array(generation) })
  .meta({ id: 'Projection' });

const listSpec = {
  method: 'GET',
  path: '/admin/projections',
  tag: 'admin',
  hidden: true,
  summary: 'What is projected from the logs of modules that are kept as events, and how far',
  responses: { 200: { description: 'Projections', schema: z.object({ items: z.array(view) }) } },
} as const;

const rebuildSpec = {
  method: 'POST',
  path: '/admin/projections/rebuild',
  tag: 'admin',
  hidden: true,
  summary: "Begins to make a module's projections anew, beside those that are read meanwhile",
  body: z.object({ module: z.string().min(1).max(63) }).meta({ id: 'ProjectionsOfModule' }),
  responses: { 200: { description: 'What is being made', schema: z.object({ items: z.array(view) }) } },
  problems: ['not-found'],
} as const;

/** Read models that can be thrown away. */
@Controller()
export class ProjectionsController {
  constructor(private readonly projections: Projections) {}

  @Endpoint(listSpec)
  async list(): Promise<Reply> {
    return reply(200, { items: (await Promise.all(this.projections.all.map(viewOf))).flat() });
  }

  @Endpoint(rebuildSpec)
  async rebuild(@Input() { body }: InputOf<typeof rebuildSpec>): Promise<Reply> {
    const projectors = this.projections.of(body.module);
    if (!projectors)
      throw problem('not-found', `No module "${body.module}" of this service is kept as events.`);
    await projectors.rebuild();
    return reply(200, { items: await viewOf(projectors) });
  }
}

async function viewOf(projectors: Projections['all'][number]): Promise<z.output<typeof view>[]> {
  const progress = await projectors.progress();
  return progress.map(({ name, generations }) => ({
    ...{ module: projectors.module, name },
    generations: [...generations],
  }));
}
