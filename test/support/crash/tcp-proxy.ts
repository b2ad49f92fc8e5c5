import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A wire on loopback between clients and one server that can be made slow, cut, or silent. */
export class TcpProxy {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  #target = 0;
  #delayMs = 0;
  #isSilent = false;

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

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #join(client: Socket): void {
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
    const later = (act: () => void): void => {
      if (this.#delayMs === 0) act();
      else setTimeout(act, this.#delayMs);
    };
    from.on('data', (bytes) => later(() => to.writable && to.write(bytes)));
    from.on('end', () => later(() => to.end()));
  }
}
