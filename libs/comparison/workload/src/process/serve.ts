import { Generator } from './generator.js';
import type { Order, Report } from './messages.js';

/** Takes orders over IPC until it is told to stop, or its parent is gone; either way what is known of the history is written. */
export function serve(): void {
  let generator: Generator | undefined;
  let playing = new AbortController();
  let working: Promise<unknown> = Promise.resolve();

  const opened = (): Generator => {
    if (!generator) throw new Error('The generator was not opened.');
    return generator;
  };
  const tell = (report: Report): void => {
    if (process.connected) process.send?.(report);
  };
  const end = async (): Promise<void> => {
    playing.abort();
    await working;
    await generator?.close();
    generator = undefined;
  };
  const obey = async (order: Exclude<Order, { type: 'abort' | 'stop' }>): Promise<Report> => {
    if (order.type === 'open') generator = await Generator.open(order.options);
    else if (order.type === 'load') await opened().load(order.origin);
    else {
      playing = new AbortController();
      const second = (second: Parameters<Parameters<Generator['play']>[1]>[0]): void =>
        tell({ type: 'second', second });
      return { type: 'done', measured: await opened().play(order.job, second, playing.signal) };
    }
    return { type: 'done' };
  };
  const failed = (error: unknown): Report => ({
    type: 'failed',
    message: error instanceof Error ? error.message : String(error),
  });

  process.on('message', (order: Order) => {
    if (order.type === 'abort') playing.abort();
    else if (order.type === 'stop')
      void end()
        .then((): Report => ({ type: 'done' }), failed)
        .then(tell)
        .then(() => process.disconnect());
    else working = obey(order).catch(failed).then(tell);
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const)
    process.once(signal, () => void end().finally(() => process.exit()));
}
