import type { HistoryEntry, OperationName } from '@comparison/protocol';

/** An operation with its end: an `invoke` and what became of it. */
export interface Operation {
  readonly id: number;
  readonly process: number;
  readonly name: OperationName;
  /** What nobody saw the end of is `info`. */
  readonly type: 'ok' | 'fail' | 'info';
  /** ms since the epoch. */
  readonly start: number;
  /** Infinity while it may still take effect: of an `info`. */
  readonly end: number;
  readonly input: Readonly<Record<string, unknown>>;
  readonly output: Readonly<Record<string, unknown>>;
  /** As they stand in the file. */
  readonly entries: readonly HistoryEntry[];
}

/** @param end undefined where the history ends before the operation */
export function operationOf(invoke: HistoryEntry, end: HistoryEntry | undefined): Operation {
  const type = end === undefined || end.type === 'invoke' ? 'info' : end.type;
  return {
    ...{ id: invoke.id, process: invoke.process, name: invoke.operation, type, start: invoke.at },
    end: type === 'info' || end === undefined ? Infinity : end.at,
    input: invoke.input ?? {},
    output: end?.output ?? {},
    entries: end === undefined ? [invoke] : [invoke, end],
  };
}

/** The entries of some operations, in the order of their file. */
export function entriesOf(operations: readonly Operation[]): HistoryEntry[] {
  return operations.flatMap(({ entries }) => entries).sort((one, other) => one.index - other.index);
}
