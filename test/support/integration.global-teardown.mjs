import stopPostgres from './postgres.global-teardown.mjs';

export default async function tearDown() {
  await globalThis.testKafka?.stop();
  await stopPostgres();
}
