import type { Micro, Transaction } from './transaction.js';

/** An event of a transaction: its beginning, or how it ended. */
export interface Event {
  readonly index: number;
  readonly type: 'invoke' | Transaction['type'];
  readonly process: number;
  /** ns since the first event. */
  readonly time: number;
  readonly value: readonly Micro[];
}

export const formats: Readonly<Record<'edn' | 'json', (event: Event) => string>> = {
  edn: ({ index, type, process, time, value }) =>
    `{:index ${index}, :type :${type}, :process ${process}, :time ${time}, :f :txn, :value [${value.map(microAsEdn).join(' ')}]}`,
  json: ({ index, type, process, time, value }) =>
    JSON.stringify({ index, type, process, time, f: 'txn', value }),
};

function microAsEdn([f, key, value]: Micro): string {
  const values = Array.isArray(value)
    ? `[${value.map((each) => JSON.stringify(each)).join(' ')}]`
    : value === null
      ? 'nil'
      : JSON.stringify(value);
  return `[:${f} ${JSON.stringify(key)} ${values}]`;
}
