import 'reflect-metadata';
import { readEventStoreConfiguration, runChild } from '@platform/profile';

import { startEventStore } from './start-event-store.js';

await runChild(async (ending) => startEventStore(readEventStoreConfiguration(process.env), {}, ending));
