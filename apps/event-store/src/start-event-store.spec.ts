import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { startEventStore } from './start-event-store.js';

describe('an Event Store whose database does not answer', () => {
  let database: Server;
  const connections: Socket[] = [];
  beforeEach(async () => {
    database = createServer((connection) => connections.push(connection));
    database.listen(0, '127.0.0.1');
    await once(database, 'listening');
  });
  afterEach(async () => {
    const closed = once(database, 'close');
    database.close();
    for (const connection of connections.splice(0)) connection.destroy();
    await closed;
  });

  it('ends when it is told to while it starts', async () => {
    const address = database.address();
    if (address === null || typeof address === 'string') throw new Error('It does not listen.');
    const ending = new AbortController();
    const starting = startEventStore(
      {
        ...{ deploymentId: 'd', replica: 0, host: '127.0.0.1', port: 0, modules: [], peers: [] },
        database: {
          name: 'archive',
          url: `postgres://archive@127.0.0.1:${address.port}/archive`,
          pool: { max: 1 },
        },
        broker: { brokers: ['127.0.0.1:1'] },
        topics: { partitions: 1, replication: 1 },
      },
      {},
      ending.signal,
    );
    await once(database, 'connection');
    ending.abort(new Error('told to'));
    await expect(starting).rejects.toThrow('told to');
  });
});
