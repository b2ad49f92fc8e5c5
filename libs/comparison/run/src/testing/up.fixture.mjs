// Stands in for `whereabouts up DATA` and `down DATA`: a service that says how quiet it is, and ends on SIGTERM.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [verb, data, how = 'well'] = process.argv.slice(2);
if (verb === 'down') {
  const { services } = JSON.parse(readFileSync(join(data, 'run.json'), 'utf8'));
  try {
    process.kill(services[0].pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
  writeFileSync(join(data, 'swept'), 'swept');
  process.exit(0);
}
if (how === 'fails') {
  console.error('Something was said before.\nThe port is taken: choose another.');
  process.exit(1);
}
mkdirSync(data, { recursive: true });
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  response.end(JSON.stringify({ quiet: how !== 'busy' && asked > 2 }));
});
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const { KAFKA_BROKERS, PAYMENT_PROVIDER_URL } = process.env;
  const told = { KAFKA_BROKERS, PAYMENT_PROVIDER_URL };
  const run = { profile: 'fixture', origin: url, told, services: [{ name: 'one', url, pid: process.pid }] };
  if (how !== 'slow') writeFileSync(join(data, 'run.json'), JSON.stringify(run));
});
process.on('SIGTERM', () => {
  if (how === 'deaf') return;
  process.exit(0);
});
