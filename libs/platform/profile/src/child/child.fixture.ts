import { once } from 'node:events';

import { runChild } from './run-child.js';

/** A part that starts, or does not, as its environment says, and tells when it was told to end, and when it was closed. */
await runChild(async (ending) => {
  if (process.env['FAILS'] !== undefined) throw new Error('There is no room.');
  const alive = setInterval(() => undefined, 1_000);
  if (process.env['STARTS'] !== undefined) {
    process.stdout.write('starting ');
    await once(ending, 'abort');
    process.stdout.write('told to end ');
    clearInterval(alive);
    if (process.env['STARTS'] === 'until told to end') throw new Error('It will not start.');
  }
  const broken = new AbortController();
  const breaks = process.env['BREAKS'];
  if (breaks !== undefined) setImmediate(() => broken.abort(new Error(breaks)));
  return {
    url: 'http://127.0.0.1:1',
    broken: broken.signal,
    close: () => {
      clearInterval(alive);
      process.stdout.write('closed');
      return Promise.resolve();
    },
  };
});
