// The service as the product composes it, with crash points that can be armed and, when `CRASH_VARIANT` names one, a part that
// is broken on purpose. Product code has no switch for either.
import 'reflect-metadata';
import { runService } from '@apps/service';
import { CrashOnce } from './crash-once.mjs';

const { CRASH_DIRECTORY, CRASH_VARIANT, ...environment } = process.env;
if (CRASH_VARIANT) await import(`./broken/${CRASH_VARIANT}.mjs`);
await runService(environment, { crashPoints: new CrashOnce(CRASH_DIRECTORY) });
