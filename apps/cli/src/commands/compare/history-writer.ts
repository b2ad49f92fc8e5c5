import type { Run } from '@comparison/protocol';
import type { Parts } from '@comparison/run';
import { mkdir } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';

type OnHistory = (run: Run, historyFile: string) => Promise<void>;

/**
 * Writes each run's operations to a file of its own: `history.edn` becomes `history.monolith-1.edn`; the only run there is takes
 * the name as it is. What is run once more for the noise is left out.
 */
export function historyWriter(
  file: string | undefined,
  isOnly: boolean,
  { exportHistory }: Pick<Parts, 'exportHistory'>,
): { readonly onHistory: OnHistory | undefined } {
  if (file === undefined) return { onHistory: undefined };
  const ending = extname(file);
  const format = ending === '.edn' ? 'edn' : 'json';
  return {
    onHistory: async ({ profile, repeat, role }, historyFile) => {
      if (role === 'again') return;
      const name = isOnly ? file : `${file.slice(0, -ending.length)}.${profile}-${repeat}${ending}`;
      await mkdir(dirname(resolve(name)), { recursive: true });
      await exportHistory(historyFile, format, resolve(name));
    },
  };
}
