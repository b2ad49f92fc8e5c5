import 'reflect-metadata';
import { readEventStoreConfiguration, runChild } from '@platform/profile';

import { startEventStore } from './start-event-store.js';

await runChild(async () => startEventStore(readEventStoreConfiguration(process.env)));
