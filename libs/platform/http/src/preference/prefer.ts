import { z } from 'zod';

/** The preferences of RFC 7240 that this API honours. */
export interface Preferences {
  /** Seconds the client is ready to wait, already bounded. */
  readonly waitSeconds: number;
  readonly respondAsync: boolean;
  /** Value for Preference-Applied; `undefined` when no known preference was sent. */
  readonly applied: string | undefined;
}

export const DEFAULT_WAIT_SECONDS = 10;
export const MAX_WAIT_SECONDS = 30;

const token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
const word = `(?:${token}|"(?:[^"\\\\]|\\\\.)*")`;
// One preference with its parameters; what does not fit the grammar is skipped up to the next comma.
const preference = new RegExp(
  `[ \\t]*(?:(${token})(?:[ \\t]*=[ \\t]*(${word})?)?(?:[ \\t]*;[^,"]*(?:"(?:[^"\\\\]|\\\\.)*"[^,"]*)*)?[ \\t]*(?=,|$)|[^,]*)(?:,|$)`,
  'y',
);

/**
 * Reads a Prefer header. As RFC 7240 asks, whatever is unknown or invalid is ignored and the first of a repeated
 * preference counts.
 */
export function parsePrefer(header: string | undefined): Preferences {
  const sent = new Map<string, string>();
  preference.lastIndex = 0;
  for (let match = next(header); match && match[0] !== ''; match = next(header)) {
    const name = match[1]?.toLowerCase();
    if (name !== undefined && !sent.has(name)) sent.set(name, unquote(match[2] ?? ''));
  }
  const wait = sent.get('wait');
  const knowsWait = wait !== undefined && /^\d{1,9}$/.test(wait);
  const waitSeconds = knowsWait ? Math.min(Number(wait), MAX_WAIT_SECONDS) : DEFAULT_WAIT_SECONDS;
  const respondAsync = sent.get('respond-async') === '';
  const applied = [...(respondAsync ? ['respond-async'] : []), ...(knowsWait ? [`wait=${waitSeconds}`] : [])];
  return { waitSeconds, respondAsync, applied: applied.length > 0 ? applied.join(', ') : undefined };
}

/** Schema of the Prefer header: always yields preferences, sent or not. */
export const preferHeader = z.string().optional().transform(parsePrefer);

function next(header: string | undefined): RegExpExecArray | null {
  return header === undefined ? null : preference.exec(header);
}

function unquote(value: string): string {
  return value.startsWith('"') ? value.slice(1, -1).replaceAll(/\\(.)/g, '$1') : value;
}
