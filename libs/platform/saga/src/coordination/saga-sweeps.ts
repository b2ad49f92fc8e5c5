import { MARKS_DAYS_MORE, type Sweep } from '@platform/messaging';
import { purgeRows, type UnitOfWork } from '@platform/persistence';

/**
 * Longer than messaging keeps the marks of commands and replies that were received: a stream whose head is gone numbers its messages
 * from 1 again, and they would be taken for old ones where such a mark is left. Marks of events stay for good where there is an Event
 * Store: what would be told of a saga so late is passed over there.
 */
const DAYS_MORE = MARKS_DAYS_MORE + 2;
/** The saga's id at the end of the id of one of its streams. */
const ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/**
 * What a module keeps of sagas that are over, in the order in which it may go. A participant is not told that a saga is over: what it
 * answered goes by age. Should a saga be as old as that and still come back to undo something, that is undone although it is not
 * known, and the compensation itself knows what there is to undo.
 */
export function sagaSweeps(unit: UnitOfWork, types: readonly string[], isSubject: boolean): Sweep[] {
  const s = `"${unit.schema}"`;
  const purge =
    (table: string, where: string, parameters: (days: number) => readonly unknown[]): Sweep =>
    (days, signal) =>
      purgeRows(unit, { table: `${s}.${table}`, where, parameters: parameters(days) }, signal);
  const isNeeded = `EXISTS (SELECT FROM ${s}.event e WHERE e.stream_id = t.stream_id)
    OR EXISTS (SELECT FROM ${s}.participant_log l WHERE l.saga_id = right(t.stream_id, 36)::uuid)
    ${isSubject ? `OR EXISTS (SELECT FROM ${s}.saga g WHERE g.id = right(t.stream_id, 36)::uuid)` : ''}`;
  const kept = isSubject ? `AND NOT EXISTS (SELECT FROM ${s}.saga g WHERE g.id = t.saga_id)` : '';
  return [
    ...(isSubject
      ? [
          purge('saga', 't.ended_on < current_date - $1::int', (days) => [days + DAYS_MORE]),
          purge('saga_step', `NOT EXISTS (SELECT FROM ${s}.saga g WHERE g.id = t.saga_id)`, () => []),
        ]
      : []),
    purge(
      'participant_log',
      `t.written_on < current_date - $1::int ${kept}
         AND NOT EXISTS (SELECT FROM ${s}.saga_work w WHERE w.saga_id = t.saga_id)`,
      (days) => [days + DAYS_MORE],
    ),
    purge('stream_head', `CASE WHEN t.stream_id ~ $1 THEN NOT (${isNeeded}) ELSE false END`, () => [
      `^((commands|replies):[^:]+:)?saga-(${types.join('|')})-${ID}$`,
    ]),
  ];
}
