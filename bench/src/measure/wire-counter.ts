import { createConnection, createServer, type Server, type Socket } from 'node:net';

export interface WireCounts {
  /** Simple queries and executions of prepared ones. */
  readonly statements: number;
  /** Times that something was sent after an answer, or first: each waits for the server once. */
  readonly roundTrips: number;
}

const FIRST_HEADER = 4; // a start-up packet has no type byte
const TYPED_HEADER = 5;
const SIMPLE_QUERY = 'Q'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);

/**
 * Stands between a system and PostgreSQL and counts what passes, which asks neither for an extension in the server nor
 * for help from the system. Not for measuring speed.
 */
export class WireCounter {
  private statements = 0;
  private roundTrips = 0;

  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
  ) {}

  static async before(databaseUrl: string): Promise<{ counter: WireCounter; url: string }> {
    const target = new URL(databaseUrl);
    const sockets = new Set<Socket>();
    const server = createServer((client) => counter.pass(client, Number(target.port), target.hostname));
    const counter = new WireCounter(server, sockets);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = new URL(databaseUrl);
    url.port = String(typeof address === 'object' ? address?.port : '');
    return { counter, url: url.href };
  }

  get counts(): WireCounts {
    return { statements: this.statements, roundTrips: this.roundTrips };
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(client: Socket, port: number, host: string): void {
    const database = createConnection({ port, host, noDelay: true });
    client.setNoDelay(true);
    const messages = new MessageCounter();
    let isAnswered = true;
    client.on('data', (bytes) => {
      this.statements += messages.count(bytes);
      if (isAnswered) this.roundTrips += 1;
      isAnswered = false;
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      isAnswered = true;
      client.write(bytes);
    });
    for (const [socket, other] of [
      [client, database],
      [database, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
  }
}

/** Finds the messages in a frontend's bytes, however they are cut. */
class MessageCounter {
  private rest = Buffer.alloc(0);
  private header = FIRST_HEADER;
  private skip = 0;

  /** @returns how many statements begin in `bytes` */
  count(bytes: Buffer): number {
    this.rest = Buffer.concat([this.rest, bytes]);
    let statements = 0;
    for (;;) {
      const skipped = Math.min(this.skip, this.rest.length);
      this.rest = this.rest.subarray(skipped);
      this.skip -= skipped;
      if (this.skip > 0 || this.rest.length < this.header) return statements;
      const type = this.rest[0];
      if (this.header === TYPED_HEADER && (type === SIMPLE_QUERY || type === EXECUTE)) statements += 1;
      this.skip = this.rest.readUInt32BE(this.header - FIRST_HEADER) + this.header - FIRST_HEADER;
      this.header = TYPED_HEADER;
    }
  }
}
