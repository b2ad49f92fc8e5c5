import { offerKafka } from './kafka.on-demand.mjs';
import startPostgres from './postgres.global-setup.mjs';

export default async function setUp() {
  await startPostgres();
  globalThis.testKafka = { stop: await offerKafka() };
}
