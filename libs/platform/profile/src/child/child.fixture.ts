import { runChild } from './run-child.js';

/** A part that starts, or does not, as its environment says, and tells when it was closed. */
await runChild(() => {
  if (process.env['FAILS'] !== undefined) return Promise.reject(new Error('There is no room.'));
  const alive = setInterval(() => undefined, 1_000);
  return Promise.resolve({
    url: 'http://127.0.0.1:1',
    close: () => {
      clearInterval(alive);
      process.stdout.write('closed');
      return Promise.resolve();
    },
  });
});
