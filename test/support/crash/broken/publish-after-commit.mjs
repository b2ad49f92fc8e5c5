// Messages are recorded after the change they tell of was committed, in a transaction of their own: a process that dies in between
// has changed something and will never tell.
import { crashPoints, inside, replaceMethod } from './inside.mjs';

const EventLog = await inside('libs/platform/messaging/dist/log/postgres-event-log.js', 'PostgresEventLog');

/** By log: what waits to be recorded. One after another, or streams would get out of order as well. */
const queues = new WeakMap();

async function record(log, defer, append) {
  for (const { type } of append.messages) await crashPoints.reached(`${type}.not-recorded`);
  await log.unit.run(() => Promise.resolve(defer.call(log, append)));
}

replaceMethod(
  import.meta,
  EventLog,
  'defer',
  (defer) =>
    function deferPastTheCommit(append) {
      this.unit.afterCommit(() => {
        const before = queues.get(this) ?? Promise.resolve();
        queues.set(
          this,
          before.then(() => record(this, defer, append)),
        );
      });
    },
);
