// Stands in for apps/payment-provider in tests of `up`.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';

const server = createServer((_, response) => response.end('{}'));
process.on('SIGTERM', () => {
  appendFileSync(join(dirname(process.env.PROVIDER_DATA), 'logs', 'order-of-ends.txt'), 'provider\n');
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
server.listen(Number(process.env.PROVIDER_PORT), '127.0.0.1', () => {
  process.send({ type: 'ready', url: `http://127.0.0.1:${server.address().port}` });
});
