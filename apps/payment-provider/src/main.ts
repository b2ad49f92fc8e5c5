import { runProvider } from './run-provider.js';

const tellParent = (report: object): void => void process.send?.(report);

try {
  const { url, stop } = await runProvider(process.env);
  const exit = (): void => void stop().finally(() => process.exit());
  process.once('SIGTERM', exit);
  process.once('SIGINT', exit);
  process.once('disconnect', exit); // nobody would stop it otherwise once its parent is gone
  tellParent({ type: 'ready', url });
  console.log(`The payment provider listens on ${url}`);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  tellParent({ type: 'failed', message });
  console.error(`The payment provider cannot start: ${message}`);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}
