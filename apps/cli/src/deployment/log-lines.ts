import { open } from 'node:fs/promises';

const tailBytes = 16 * 1024;

/** Why a process ended, as far as the end of its log tells: its last error, else its last line. */
export async function lastReasonIn(path: string): Promise<string | undefined> {
  const lines = (await tailOf(path)).split('\n').filter((line) => line.trim() !== '');
  const told = lines.findLast(
    (line) => (shortForm(line)?.level ?? 0) >= 50 || /^(Uncaught )?\w*Error\b.*: /.test(line),
  );
  const line = told ?? lines.at(-1);
  return line === undefined ? undefined : (shortForm(line)?.text ?? line);
}

async function tailOf(path: string): Promise<string> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return '';
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    await file.read(buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString('utf8');
  } finally {
    await file.close();
  }
}

export interface ShortLine {
  readonly level: number;
  readonly text: string;
}

/** A line of a service's JSON log (pino's fields) as one readable line; undefined when it is not such a line. */
export function shortForm(line: string): ShortLine | undefined {
  if (!line.startsWith('{')) return undefined;
  let entry: { level?: unknown; msg?: unknown; err?: { message?: unknown }; context?: unknown };
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    return undefined;
  }
  if (typeof entry.level !== 'number') return undefined;
  const parts = [entry.context, entry.msg, entry.err?.message].filter(
    (part) => typeof part === 'string' && part !== '',
  );
  return { level: entry.level, text: [...new Set(parts)].join(': ').split('\n')[0] ?? '' };
}
