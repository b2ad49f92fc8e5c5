import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** What comes back for bytes that no HTTP client would send, until the connection ends. */
export function bare(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(request);
  return text(socket);
}
