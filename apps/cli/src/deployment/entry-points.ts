import { fileURLToPath } from 'node:url';

/** The programs that a deployment is made of; tests put others in their place. */
export interface EntryPoints {
  readonly service: string;
  readonly provider: string;
}

const app = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

export const entryPoints: EntryPoints = {
  service: app('service/dist/main.js'),
  provider: app('payment-provider/dist/main.js'),
};
