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
