import { open } from 'node:fs/promises';

const tailBytes = 16 * 1024;

/** The last non-empty lines of a log file, in short form. */
export async function lastLinesOf(path: string, count: number): Promise<string[]> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return [];
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, tailBytes));
    await file.read(buffer, 0, buffer.length, size - buffer.length);
    const lines = buffer
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
    return lines.slice(-count).map((line) => shortForm(line)?.text ?? line);
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
