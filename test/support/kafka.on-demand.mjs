// One Kafka for a whole run, started when a spec first asks for it (a broker takes seconds, and most runs need none). Specs ask
// by HTTP, as they run in other processes than this one.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const inRepository = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** @returns how to end it */
export async function offerKafka() {
  let broker;
  const server = createServer((_request, response) => {
    broker ??= startBroker();
    broker.answer.then((answer) => response.end(JSON.stringify(answer)));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  process.env.TEST_KAFKA_LAUNCHER = `http://127.0.0.1:${server.address().port}/`;
  return async () => {
    server.close();
    if (!broker || broker.child.exitCode !== null) return;
    const gone = once(broker.child, 'exit');
    if (broker.child.connected) broker.child.disconnect();
    await gone;
  };
}

function startBroker() {
  const child = spawn(
    process.execPath,
    [
      ...['--conditions=source', '--experimental-transform-types', '--no-warnings'],
      ...['--import', inRepository('test/support/typescript.hook.mjs')],
      inRepository('libs/platform/embedded/src/test-broker.fixture.ts'),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  child.unref();
  child.channel?.unref();
  const answer = Promise.race([
    once(child, 'message').then(([message]) => message),
    once(child, 'exit').then(([code]) => ({ failure: `the broker's process ended with ${code}` })),
  ]);
  return { child, answer };
}
