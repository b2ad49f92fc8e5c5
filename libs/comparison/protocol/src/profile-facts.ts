import { z } from 'zod';

/** What a profile says before it runs: out of the profile itself, never typed by hand. */
export const profileFacts = z.object({
  name: z.string(),
  /** As it was given: a shipped one's name, or the path of a file. */
  source: z.string(),
  description: z.string(),
  coordination: z.string(),
  transport: z.string(),
  eventSourced: z.array(z.string()),
  services: z.array(
    z.object({
      name: z.string(),
      replicas: z.int().positive(),
      modules: z.array(
        z.object({ name: z.string(), database: z.string(), keptAs: z.enum(['state', 'events']) }),
      ),
    }),
  ),
  databases: z.array(z.object({ name: z.string(), modules: z.array(z.string()) })),
  hasGateway: z.boolean(),
  hasBroker: z.boolean(),
  hasEventStore: z.boolean(),
  /** To be run and watched: services with their replicas, gateway, broker, databases, Event Store; not the provider. */
  processes: z.int().positive(),
  /** What it promises and what not, each with its reason. */
  promises: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kept: z.boolean(),
      /** Whether it depends on something that the reason names; `kept` is then false. */
      depends: z.boolean().optional(),
      reason: z.string(),
    }),
  ),
  /** What an outage of each part takes down, in a sentence. */
  outages: z.array(
    z.object({ part: z.string(), kind: z.string(), sentence: z.string(), modulesDown: z.array(z.string()) }),
  ),
  /** Of one checkout, as explained: hops between processes, commits, messages. */
  checkout: z.object({ hops: z.int(), commits: z.int(), messages: z.int() }),
  /** The profile as `whereabouts profile explain --json` has it, for whoever wants more. */
  explained: z.unknown(),
});
export type ProfileFacts = z.infer<typeof profileFacts>;
