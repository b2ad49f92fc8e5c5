import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { TcpProxy } from './tcp-proxy.js';

describe('a wire', () => {
  let echo: Server;
  let proxy: TcpProxy;
  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    proxy = await TcpProxy.open();
    proxy.leadsTo((echo.address() as AddressInfo).port);
  });
  afterEach(async () => {
    await proxy.close();
    echo.close();
  });

  async function client(): Promise<Socket> {
    const socket = connect({ port: proxy.port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return socket;
  }

  async function echoed(socket: Socket, text: string): Promise<string> {
    socket.write(text);
    return String((await once(socket, 'data'))[0]);
  }

  it('carries everything when it is cut no more', async () => {
    const before = await client();
    expect(await echoed(before, 'one')).toBe('one');
    const reset = once(before, 'close');
    proxy.sever(true);
    await reset;
    const meanwhile = await client();
    await once(meanwhile, 'close');
    proxy.sever(false);
    const after = await client();
    expect(await echoed(after, 'two')).toBe('two');
    after.destroy();
  });

  it('keeps the order of bytes when it stops being slow', async () => {
    const socket = await client();
    proxy.delay(40);
    let got = '';
    socket.setEncoding('utf8').on('data', (text: string) => (got += text));
    socket.write('first ');
    await new Promise((resolve) => setImmediate(resolve));
    proxy.delay(0);
    socket.write('second');
    while (got.length < 12) await once(socket, 'data');
    expect(got).toBe('first second');
    socket.destroy();
  });
});
