// Stands in for apps/service in tests of `up`: announces itself, answers the batch routes, ends when its parent does.
// Notes when it was told to end, and whether its database was still there.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';

const configuration = JSON.parse(process.env.WHEREABOUTS_SERVICE);
const batches = {};

if (configuration.modules.includes('broken')) {
  process.send({ type: 'failed', message: 'module broken cannot work.' }, () => process.exit(1));
} else {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = (value) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    if (request.url.endsWith(':batch')) {
      const { items } = JSON.parse(body);
      batches[request.url] = (batches[request.url] ?? 0) + items.length;
      return answer({ accepted: items.length, rejected: [] });
    }
    if (request.url === '/batches') return answer(batches);
    if (request.url === '/admin/quiescence')
      return answer({
        quiet: !process.env.FAKE_OPEN_SAGAS,
        sagas: { pending: Number(process.env.FAKE_OPEN_SAGAS ?? 0) },
      });
    if (request.url === '/configuration') return answer(configuration);
    if (request.url === '/rate-limit') return answer(process.env.WHEREABOUTS_RATE_LIMIT ?? null);
    response.statusCode = 404;
    answer({});
  });
  const end = (databaseRuns) => {
    const line = `${configuration.service}, database ${databaseRuns ? 'running' : 'gone'}\n`;
    appendFileSync(join(configuration.dataDir, 'logs', 'order-of-ends.txt'), line);
    process.exit(0);
  };
  process.on('SIGTERM', () => {
    const { port } = new URL(configuration.placement.databases[0].url);
    connect(Number(port), '127.0.0.1', () => end(true)).on('error', () => end(false));
  });
  process.on('disconnect', () => process.exit(0));
  server.listen(configuration.port, configuration.host, () => {
    console.log(JSON.stringify({ level: 30, msg: 'quiet' }));
    console.log(JSON.stringify({ level: 40, msg: `warned by ${configuration.service}` }));
    process.send({ type: 'ready', url: `http://127.0.0.1:${server.address().port}` });
  });
}
