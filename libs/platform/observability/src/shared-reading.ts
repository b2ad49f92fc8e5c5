/**
 * Lets those who ask while an answer is on its way share it. Gauges are collected all at once, and several may show parts of
 * one reading: it is then taken once.
 */
export function sharedReading<T>(read: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<T> | undefined;
  return () =>
    (underWay ??= read().finally(() => {
      underWay = undefined;
    }));
}
