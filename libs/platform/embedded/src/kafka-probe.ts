import { connect } from 'node:net';

const METADATA = 3;
const METADATA_VERSION = 4;
const CORRELATION_ID = 1;

/**
 * Asks a broker for the cluster's metadata, as every client does first. True when it names a broker and a controller: it
 * takes requests now. False when nothing listens, or what listens is not ready or not Kafka.
 */
export async function brokerAnswers(host: string, port: number, limitMs = 2_000): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: limitMs });
    let received = Buffer.alloc(0);
    const end = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.once('connect', () => socket.write(metadataRequest()));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
    socket.once('close', () => end(false));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      end(namesBrokerAndController(received.subarray(4)));
    });
  });
}

/** Of no topic in particular. */
function metadataRequest(): Buffer {
  const clientId = Buffer.from('whereabouts-probe');
  const body = Buffer.alloc(10 + clientId.length + 5);
  body.writeInt16BE(METADATA, 0);
  body.writeInt16BE(METADATA_VERSION, 2);
  body.writeInt32BE(CORRELATION_ID, 4);
  body.writeInt16BE(clientId.length, 8);
  clientId.copy(body, 10);
  body.writeInt32BE(0, 10 + clientId.length); // topics
  body.writeInt8(0, 14 + clientId.length); // allow_auto_topic_creation
  const size = Buffer.alloc(4);
  size.writeInt32BE(body.length);
  return Buffer.concat([size, body]);
}

/** correlation id, throttle time, [node id, host, port, rack], cluster id, controller id, … */
function namesBrokerAndController(response: Buffer): boolean {
  try {
    if (response.readInt32BE(0) !== CORRELATION_ID) return false;
    const brokers = response.readInt32BE(8);
    let at = 12;
    const skipText = (): void => {
      at += 2 + Math.max(0, response.readInt16BE(at));
    };
    for (let index = 0; index < brokers; index += 1) {
      at += 4;
      skipText();
      at += 4;
      skipText();
    }
    skipText();
    return brokers > 0 && response.readInt32BE(at) >= 0;
  } catch {
    return false; // shorter than it says: not a broker
  }
}
