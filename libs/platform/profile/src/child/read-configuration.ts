import type { z } from 'zod';

/** The JSON that a launcher put into an environment variable; throws one sentence when it is not there or of another shape. */
export function readConfiguration<Schema extends z.ZodType>(
  environment: NodeJS.ProcessEnv,
  variable: string,
  schema: Schema,
): z.output<Schema> {
  const text = environment[variable];
  if (text === undefined) throw new Error(`${variable} is not set: ${LAUNCHED}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${variable} is not JSON: ${LAUNCHED}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(
    `${variable} is not valid at "${issue?.path.join('.') ?? ''}" (${issue?.message ?? 'unknown'}): the launcher and what it starts are of different builds, run "npm run build".`,
  );
}

const LAUNCHED = 'this process is started by "whereabouts up".';
