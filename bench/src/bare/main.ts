import { createBareServer } from './server.js';

const app = createBareServer({
  databaseUrl: process.env['BARE_DATABASE'] ?? '',
  providerUrl: process.env['BARE_PROVIDER'] ?? '',
  connections: Number(process.env['BARE_CONNECTIONS']),
});
const stop = (): void => void app.close().finally(() => process.exit());
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.once('disconnect', stop);
process.send?.({ type: 'ready', url: await app.listen({ port: 0, host: '127.0.0.1' }) });
