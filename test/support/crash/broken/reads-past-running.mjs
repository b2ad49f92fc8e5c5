// The relay reads whatever is committed and remembers how far it has come: what is committed only then, at a place before, it never sees.
import { crashPoints, inside, replaceMethod } from './inside.mjs';

const [LogReader, settled, EventLog] = await Promise.all([
  inside('libs/platform/messaging/dist/log/log-reader.js', 'LogReader'),
  inside('libs/platform/messaging/dist/log/log-reader.js', 'settled'),
  inside('libs/platform/messaging/dist/log/postgres-event-log.js', 'PostgresEventLog'),
]);

replaceMethod(
  import.meta,
  LogReader,
  'read',
  (read) =>
    function readAll(...where) {
      const sql = this.sql.replace(` AND ${settled(this.unit.schema)}`, '');
      if (sql === this.sql) throw new Error('Logs are read otherwise: this broken variant has to follow.');
      return read.apply(Object.create(this, { sql: { value: sql } }), where);
    },
);
replaceMethod(
  import.meta,
  EventLog,
  'write',
  (write) =>
    async function lingerAfterAppend(appends) {
      const followUp = await write.call(this, appends);
      return async () => {
        await followUp();
        for (const { type } of appends.flatMap(({ messages }) => messages))
          await crashPoints.reached(`${type}.not-committed`);
      };
    },
);
