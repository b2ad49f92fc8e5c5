import type { Measured, Run } from '@comparison/protocol';
import type { Progress, Turn } from '@comparison/run';

/** `about 8 min`, `40 s`: nobody knows it better. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(0, Math.round(seconds))} s`;
  return `about ${Math.round(seconds / 60)} min`;
}

export function milliseconds(ms: number | null): string {
  if (ms === null) return '–';
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

export function plannedText({ turns, seconds, directory }: Extract<Progress, { type: 'planned' }>): string {
  return `${turns.length} runs, ${duration(seconds)} in all; the report goes to ${directory}`;
}

export function turnText({ profile, repeat, role }: Pick<Turn, 'profile' | 'repeat' | 'role'>): string {
  return `${profile}, repeat ${repeat}${role === 'again' ? ' (once more, for the noise)' : ''}`;
}

export function offeredText(offered: number | null): string {
  return offered === null ? '' : `${offered} transactions/s`;
}

/** What a stretch came to, in a line. */
export function measuredText(
  stretch: string,
  { goodput, checkouts, dropped }: Measured,
  overload: string | null,
): string {
  const { acknowledgement, completion, unknown, undecided } = checkouts;
  const pair = ({ p50, p90 }: { p50: number; p90: number }) => `${milliseconds(p50)} / ${milliseconds(p90)}`;
  const odd = [
    dropped > 0 ? `${dropped} arrivals dropped` : '',
    unknown > 0 ? `${unknown} unanswered` : '',
    overload === null ? '' : `too much: ${overload}`,
  ].filter(Boolean);
  return [
    `${stretch}: ${goodput.toFixed(1)} checkouts/s`,
    `acknowledged after ${pair(acknowledgement)}, decided after ${pair(completion)} (p50 / p90 of ${completion.count}${undecided > 0 ? `, ${undecided} of them undecided` : ''})`,
    ...odd,
  ].join(', ');
}

/** A run that is over, in a line. */
export function runText(run: Run): string {
  const saturation = run.saturation === null ? [] : [`saturates at ${run.saturation.toFixed(1)} checkouts/s`];
  const violated = run.verdicts.filter(({ verdict }) => verdict === 'violated');
  const verdict =
    violated.length === 0
      ? 'nothing violated'
      : `VIOLATED: ${violated.map(({ invariant }) => invariant).join(', ')}`;
  return `${turnText(run)}: ready after ${(run.readyMs / 1_000).toFixed(1)} s, ${[...saturation, verdict].join(', ')}`;
}
