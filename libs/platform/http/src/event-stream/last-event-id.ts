import { z } from 'zod';

/**
 * Schema of a Last-Event-ID header whose ids are versions. Yields the version to go on after, or 0 for the start:
 * as the standard has browsers send back whatever they were given, anything else counts as not sent.
 */
export const lastEventIdHeader = z
  .string()
  .optional()
  .transform((header) => (header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : 0));
