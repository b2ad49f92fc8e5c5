import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { DelayedLine } from './delayed-line.js';

/** A wire on loopback between clients and one server that can be made slow, cut, or silent. */
export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target = 0;
  #delayMs = 0;
  #isSilent = false;
  #isSevered = false;

  private constructor(private readonly server: Server) {
    server.on('connection', (client) => this.#join(client));
  }

  static async open(): Promise<TcpProxy> {
    const server = createServer({ noDelay: true });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TcpProxy(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Where connections made from now on lead. */
  leadsTo(port: number): void {
    this.#target = port;
  }

  /** Every byte arrives so much later, in both directions. */
  delay(ms: number): void {
    this.#delayMs = ms;
  }

  /** Connections stay, and new ones are taken, but nothing passes until `false`; what was sent meanwhile passes then. */
  silence(isSilent: boolean): void {
    this.#isSilent = isSilent;
    for (const pair of this.#pairs) for (const socket of pair) socket[isSilent ? 'pause' : 'resume']();
  }

  /** Resets all connections that there are. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
  }

  /** Resets all connections, and every new one at once, until `false`. */
  sever(isSevered: boolean): void {
    this.#isSevered = isSevered;
    if (isSevered) this.cut();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket): void {
    if (this.#isSevered) {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port: this.#target, host: '127.0.0.1', noDelay: true });
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    this.#pass(client, server);
    this.#pass(server, client);
    for (const socket of pair) {
      if (this.#isSilent) socket.pause();
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#pairs.delete(pair);
        for (const end of pair) if (!end.destroyed) end.resetAndDestroy();
      });
    }
  }

  #pass(from: Socket, to: Socket): void {
    const line = new DelayedLine();
    from.on('data', (bytes) => line.add(this.#delayMs, () => to.writable && to.write(bytes)));
    from.on('end', () => line.add(this.#delayMs, () => to.end()));
  }
}
