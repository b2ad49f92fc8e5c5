// Run as a process of its own by a spec: starts a broker, tells its pid, and waits to be killed.
import { EmbeddedKafka } from './embedded-kafka.js';

const broker = new EmbeddedKafka({ directory: process.argv[2] ?? '' });
await broker.start();
console.log(broker.pid);
setInterval(() => undefined, 60_000);
