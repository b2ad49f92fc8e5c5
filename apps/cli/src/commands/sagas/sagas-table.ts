import Table from 'cli-table3';
import type { OpenSaga } from './open-saga.js';

/** What a person needs to decide: which saga is held up where, since when, and by what. */
export function sagasTable(sagas: readonly OpenSaga[]): string {
  if (sagas.length === 0) return 'No saga is open.';
  const table = new Table({
    head: ['saga', 'at', 'what', 'state', 'waits for', 'failures', 'since', 'attention'],
    style: { head: [], border: [], compact: true },
  });
  for (const { type, sagaId, module, what, state, waitsFor, failures, since, needsAttention } of sagas) {
    table.push([
      ...[`${type} ${sagaId}`, module, what, state, waitsFor ?? ''],
      ...[failures, since, needsAttention ? 'needed' : ''],
    ]);
  }
  const reasons = sagas.flatMap(({ sagaId, module, what, error }) =>
    error === null ? [] : [`${sagaId} ${module} ${what}: ${error}`],
  );
  return [table.toString(), ...(reasons.length > 0 ? ['', ...reasons] : [])].join('\n');
}
