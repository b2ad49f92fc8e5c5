import { fileURLToPath } from 'node:url';

/** The programs that a deployment is made of; tests put others in their place. */
export interface EntryPoints {
  readonly service: string;
  readonly gateway: string;
  readonly provider: string;
}

const inRepository = (path: string) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

export const entryPoints: EntryPoints = {
  service: inRepository('apps/service/dist/main.js'),
  gateway: inRepository('apps/gateway/dist/main.js'),
  provider: inRepository('apps/payment-provider/dist/main.js'),
};

/** Where Node keeps what it has compiled: every process of a deployment loads much the same code. */
export const compileCache = inRepository('node_modules/.cache/whereabouts');
