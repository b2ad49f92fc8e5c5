import { describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { freePort, freePorts } from './free-port.js';

describe('ports', () => {
  it('are different ones, and none that the system would give to an outgoing connection', async () => {
    const ports = await freePorts(100);
    expect(new Set(ports).size).toBe(100);
    expect(ports.filter((port) => port < 20_000 || port >= 32_768)).toEqual([]);
  });

  it('are other ones than the one that was asked for', async () => {
    const [first = 0, other = 0] = await freePorts(2);
    const drawn = [first, other];
    expect(await freePorts(2, first, () => drawn.shift() ?? 0)).toEqual([first, other]);
  });

  it('are refused by number when they are taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    try {
      await expect(freePort(port)).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken`);
    } finally {
      server.close();
    }
  });
});
