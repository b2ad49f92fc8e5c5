import { z } from 'zod';

/** A saga that has not ended, or what a participant still has to do for one; see `/admin/sagas`. */
export const openSaga = z.object({
  sagaId: z.string(),
  type: z.string(),
  module: z.string(),
  what: z.string(),
  state: z.string(),
  waitsFor: z.string().nullable(),
  since: z.string(),
  dueAt: z.string().nullable(),
  failures: z.number(),
  error: z.string().nullable(),
  needsAttention: z.boolean(),
});
export type OpenSaga = z.infer<typeof openSaga>;

export const openSagas = z.object({ items: z.array(openSaga) });
export const retried = z.object({ due: z.number() });
