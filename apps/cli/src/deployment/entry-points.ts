import { fileURLToPath } from 'node:url';

/** The programs that a deployment is made of; tests put others in their place. */
export interface EntryPoints {
  readonly service: string;
  /** Does something to the tables of modules while their services do not run. */
  readonly tables: string;
  readonly gateway: string;
  readonly provider: string;
  readonly eventStore: string;
}

const inRepository = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

export const entryPoints: EntryPoints = {
  service: inRepository('apps/service/dist/main.js'),
  tables: inRepository('apps/service/dist/tables.js'),
  gateway: inRepository('apps/gateway/dist/main.js'),
  provider: inRepository('apps/payment-provider/dist/main.js'),
  eventStore: inRepository('apps/event-store/dist/main.js'),
};

/** Where Node keeps what it has compiled: every process of a deployment loads much the same code. */
export const compileCache = inRepository('node_modules/.cache/whereabouts');
