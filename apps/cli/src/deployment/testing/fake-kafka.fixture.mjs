// Stands in for an embedded Kafka in tests of `up`: listens, and notes when it was told to end.
import { appendFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';

const [port, directory] = process.argv.slice(2);
process.on('SIGTERM', () => {
  appendFileSync(join(dirname(directory), 'logs', 'order-of-ends.txt'), 'broker\n');
  process.exit(0);
});
// As the real one it outlives an `up` that is killed; but not the test, which takes the data directory away.
setInterval(() => {
  if (!existsSync(directory)) process.exit(0);
}, 200);
createServer((socket) => socket.end()).listen(Number(port), '127.0.0.1', () => console.log('listening'));
