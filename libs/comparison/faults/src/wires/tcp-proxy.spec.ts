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

  function client(): Socket {
    return connect({ port: proxy.port, host: '127.0.0.1' }).on('error', () => undefined);
  }

  /** `once` would take the reset that comes first for a failure. */
  function closed(socket: Socket): Promise<void> {
    return new Promise((resolve) => {
      if (socket.closed) resolve();
      else socket.once('close', () => resolve());
    });
  }

  async function echoed(socket: Socket, text: string): Promise<string> {
    socket.write(text);
    return String((await once(socket, 'data'))[0]);
  }

  it('carries everything when it is cut no more', async () => {
    const before = client();
    expect(await echoed(before, 'one')).toBe('one');
    const reset = closed(before);
    proxy.sever(true);
    await reset;
    const meanwhile = client();
    await closed(meanwhile);
    proxy.sever(false);
    const after = client();
    expect(await echoed(after, 'two')).toBe('two');
    after.destroy();
  });

  it('keeps the order of bytes when it stops being slow', async () => {
    const socket = client();
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
