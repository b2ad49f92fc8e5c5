// Stands in for apps/payment-provider in tests of `up`.
import { createServer } from 'node:http';

const server = createServer((_, response) => response.end('{}'));
process.on('SIGTERM', () => process.exit(0));
process.on('disconnect', () => process.exit(0));
server.listen(Number(process.env.PROVIDER_PORT), '127.0.0.1', () => {
  process.send({ type: 'ready', url: `http://127.0.0.1:${server.address().port}` });
});
