// The service as the product composes it, with crash points that can be armed and, when `CRASH_VARIANTS` names some, parts that
// can be broken on purpose. Product code has no switch for either.
import 'reflect-metadata';
import { runService } from '@apps/service';
import { readServiceConfiguration } from '@platform/profile';
import { CrashOnce } from './crash-once.mjs';

const { CRASH_DIRECTORY, CRASH_VARIANTS, ...environment } = process.env;
for (const variant of CRASH_VARIANTS ? CRASH_VARIANTS.split(',') : [])
  await import(`./broken/${variant}.mjs`);
const { service } = readServiceConfiguration(environment);
await runService(environment, { crashPoints: new CrashOnce(CRASH_DIRECTORY, service) });
