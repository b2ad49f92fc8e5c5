import { z } from 'zod';

/** A read model of a module that is kept as events; see `/admin/projections`. */
export const projection = z.object({
  module: z.string(),
  name: z.string(),
  /** The one that is read first; another one is being made beside it. */
  generations: z.array(
    z.object({
      generation: z.number(),
      version: z.number(),
      isLive: z.boolean(),
      behind: z.number(),
      share: z.number(),
    }),
  ),
});
export type Projection = z.infer<typeof projection>;

export const projections = z.object({ items: z.array(projection) });

/** The generation that is being made; `undefined` when none is. */
export function inTheMaking({ generations }: Projection): Projection['generations'][number] | undefined {
  return generations.find(({ isLive }) => !isLive);
}
