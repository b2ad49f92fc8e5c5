// Run as a process of its own by a spec: starts a server, tells its pid, and waits to be killed.
import { EmbeddedPostgres } from './embedded-postgres.js';
import pg from 'pg';

const server = new EmbeddedPostgres({ directory: process.argv[2] ?? '' });
await server.start();
await server.ensureDatabase('left');
const client = new pg.Client({ connectionString: server.url('left') });
await client.connect();
await client.query('create table behind as select 1 as x');
await client.end();
console.log(server.pid);
setInterval(() => undefined, 60_000);
