import { z } from 'zod';

/** The published shape of every error answer (RFC 9457). */
export const problemDetailsSchema = z
  .looseObject({
    type: z.string().meta({ description: 'Stable: urn:whereabouts:problem:<name>' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string(),
    instance: z.string().optional().meta({ description: 'The id of the request, as in x-request-id' }),
    errors: z
      .array(
        z.object({
          field: z
            .string()
            .meta({ description: 'JSON pointer into the body, or below query, path or header' }),
          rule: z.string(),
          message: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457)' });
