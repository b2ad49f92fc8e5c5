// The Event Store as the product composes it, with crash points that can be armed and parts that can be broken on purpose. As long
// as `event-store-away.json` is there it does not start: `up` starts it again at once, and nobody listens.
import 'reflect-metadata';
import { startEventStore } from '@apps/event-store';
import { readEventStoreConfiguration, runChild } from '@platform/profile';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CrashOnce } from './crash-once.mjs';

const { CRASH_DIRECTORY, CRASH_VARIANTS, ...environment } = process.env;
const alone = () => process.exit(1);
process.once('disconnect', alone);
while (existsSync(join(CRASH_DIRECTORY, 'event-store-away.json'))) await pause(50);
process.off('disconnect', alone);
for (const variant of CRASH_VARIANTS ? CRASH_VARIANTS.split(',') : [])
  await import(`./broken/${variant}.mjs`);
const crashPoints = new CrashOnce(CRASH_DIRECTORY, 'event-store');
await runChild(async () => startEventStore(readEventStoreConfiguration(environment), { crashPoints }));
