import 'reflect-metadata';
import { readGatewayConfiguration, runChild } from '@platform/profile';

import { startGateway } from './start-gateway.js';

await runChild(async (ending) => startGateway(readGatewayConfiguration(process.env), undefined, ending));
