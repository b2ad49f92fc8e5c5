import { runProvider } from './run-provider.js';

try {
  const { url, stop } = await runProvider(process.env);
  const exit = (): void => void stop().finally(() => process.exit());
  process.once('SIGTERM', exit);
  process.once('SIGINT', exit);
  if (process.send === undefined) {
    console.log(`Payment provider listens on ${url}`);
  } else {
    // Nobody would stop it otherwise once its parent is gone.
    process.once('disconnect', exit);
    process.send({ type: 'ready', url });
  }
} catch (error) {
  console.error(
    `The payment provider cannot start: ${error instanceof Error ? error.message : String(error)}`,
  );
  process.exit(1);
}
