// Stands in for apps/gateway in tests of `up`: passes everything to the first replica of the first service.
import { appendFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';

const configuration = JSON.parse(process.env.WHEREABOUTS_GATEWAY);
const server = createServer((incoming, outgoing) => {
  if (incoming.url === '/gateway') return outgoing.end(JSON.stringify(configuration));
  if (incoming.url === '/health/ready') return outgoing.end();
  const { method, headers } = incoming;
  const onward = request(
    new URL(incoming.url, configuration.services[0].urls[0]),
    { method, headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.writeHead(503).end());
  incoming.pipe(onward);
});
process.on('SIGTERM', () => {
  appendFileSync(join(process.env.FAKE_LOGS, 'order-of-ends.txt'), 'gateway\n');
  process.exit(0);
});
process.on('disconnect', () => process.exit(0));
server.listen(configuration.port, configuration.host, () => {
  process.send({ type: 'ready', url: `http://127.0.0.1:${server.address().port}` });
});
