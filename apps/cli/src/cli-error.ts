import { ProfileError } from '@platform/profile';
import { CommanderError } from 'commander';

export const exitCodes = { ok: 0, failure: 1, usage: 2 } as const;

/** How the process ends for an error: wrong use or an invalid profile is told apart from what went wrong while running. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  const isUsage = error instanceof ProfileError || (error instanceof Error && error.name === 'UsageError');
  return isUsage ? exitCodes.usage : exitCodes.failure;
}

/** What a person reads; undefined when it was said already. The stack only for those who ask for it. */
export function textOf(error: unknown): string | undefined {
  if (error instanceof CommanderError) return undefined;
  if (!(error instanceof Error)) return String(error);
  return process.env['WHEREABOUTS_DEBUG'] ? (error.stack ?? error.message) : error.message || error.name;
}

/** Commander's message and its suggestion are two lines; people get one sentence. */
export function oneSentence(text: string): string {
  const [message = '', hint] = text.trim().split('\n');
  const suggestion = /^\((.*)\?\)$/.exec(hint ?? '')?.[1];
  const said = message.replace(/^error: /, '');
  const first = said.charAt(0).toUpperCase() + said.slice(1).replace(/\.$/, '');
  if (suggestion === undefined) return `${first}; see "whereabouts --help".\n`;
  return `${first}; ${suggestion.charAt(0).toLowerCase()}${suggestion.slice(1)}?\n`;
}
