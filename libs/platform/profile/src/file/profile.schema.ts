import { z } from 'zod';

export const transports = ['in-process', 'kafka', 'rabbitmq'] as const;
export const coordinations = ['transaction', 'choreography', 'orchestration'] as const;

const placeName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
/** Names of modules; the catalogue knows which exist. */
export const moduleName = z.string();

const wholeNumber = (max: number) => z.int().min(1).max(max);

const service = z.strictObject({
  modules: z.array(moduleName).min(1).describe('the modules that this service hosts'),
  replicas: wholeNumber(100).optional().describe('how many processes of this service run; 1 when left out'),
  database: placeName
    .optional()
    .describe('the database of its modules, unless a module has an entry of its own'),
});

const database = z.strictObject({
  url: z
    .string()
    .nullable()
    .optional()
    .describe(
      'postgres://user@host:port/name of a database that runs already; empty or left out: an embedded one',
    ),
});

const moduleEntry = z.strictObject({
  database: placeName.optional().describe("the module's database, whatever its service says"),
});

/** The shape of a profile file. Which names and which combinations make sense is judged after it. */
export const profileFile = z.strictObject({
  $schema: z.string().optional().describe('for editors only'),
  description: z.string().optional().describe('what this profile is for, in one sentence'),
  services: z
    .record(placeName, service)
    .refine((services) => Object.keys(services).length > 0)
    .describe('the process types: which modules each hosts, and in how many replicas'),
  databases: z
    .record(placeName, database.nullable())
    .describe('the PostgreSQL databases by name; one without a url is embedded and started with the profile'),
  transport: z.enum(transports).describe('how events and commands travel between modules'),
  checkout: z.enum(coordinations).describe('how a checkout over several modules keeps its promise'),
  eventSourced: z
    .array(moduleName)
    .optional()
    .describe('the modules that keep their aggregates as events, not as rows'),
  eventStore: z
    .strictObject({ database: placeName.describe('the database of the archive, which no module shares') })
    .optional()
    .describe('archives every event of every module once more, in a database of its own; none when left out'),
  database: placeName
    .optional()
    .describe('the database of modules that neither their entry nor their service places'),
  modules: z
    .record(moduleName, moduleEntry)
    .optional()
    .describe('modules that are placed apart from their service'),
  topics: z
    .strictObject({
      partitions: wholeNumber(1000).optional().describe('of each topic at the broker; 4 when left out'),
      replication: wholeNumber(10).optional().describe('copies that the broker keeps; 1 when left out'),
    })
    .optional()
    .describe('how topics are laid out at a broker'),
  pool: z
    .strictObject({
      max: wholeNumber(1000).optional().describe('connections per process and database; 10 when left out'),
    })
    .optional()
    .describe('database connections'),
});

export type ProfileFile = z.infer<typeof profileFile>;
