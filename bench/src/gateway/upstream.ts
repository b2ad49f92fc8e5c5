import { createServer } from 'node:http';

// What an order looks like on the wire, answered at once: what is measured is what comes on top of it.
const body = JSON.stringify({
  id: 'order',
  lines: Array.from({ length: 5 }, (_, n) => ({ n, name: 'x'.repeat(100) })),
});

const server = createServer((request, response) => {
  request.resume().once('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object')
    process.send?.({ type: 'ready', url: `http://127.0.0.1:${address.port}` });
});
process.once('disconnect', () => process.exit());
