import type { Second } from '@comparison/protocol';
import type { Progress, Turn } from '@comparison/run';
import { duration, milliseconds, offeredText, turnText } from './wording.js';

/** What a terminal shows of a comparison that is under way. */
export interface Shown {
  readonly turn: Turn | undefined;
  readonly of: number;
  readonly phase: string;
  readonly offered: number | null;
  /** Of the phase, in s; null where it takes as long as it takes. */
  readonly seconds: number | null;
  readonly second: Second | undefined;
  /** In s. */
  readonly left: number;
}

export const nothingShown: Shown = {
  ...{ turn: undefined, of: 0, phase: '', offered: null, seconds: null, second: undefined, left: 0 },
};

export function shownAfter(shown: Shown, progress: Progress): Shown {
  switch (progress.type) {
    case 'planned':
      return { ...shown, of: progress.turns.length, left: progress.seconds };
    case 'turn':
      return { ...nothingShown, turn: progress.turn, of: progress.of, left: progress.left };
    case 'phase': {
      const { phase, offered, seconds, left } = progress;
      return { ...shown, phase, offered, seconds, left, second: undefined };
    }
    case 'second':
      return { ...shown, second: progress.second, left: progress.left };
    default:
      return shown;
  }
}

/** Lines that fit into the width. */
export function blockOf(shown: Shown, width: number): readonly string[] {
  const { turn, of, phase, offered, seconds, second, left } = shown;
  if (!turn) return [];
  const progress = [
    phase,
    ...(second && seconds !== null
      ? [`second ${Math.min(second.at + 1, Math.ceil(seconds))} of ${Math.ceil(seconds)}`]
      : []),
    ...(offered === null ? [] : [`${offeredText(offered)} offered`]),
  ];
  return [
    `[${turn.turn}/${of}] ${turnText(turn)} · ${duration(left)} left`,
    `  ${progress.join(', ')}`,
    ...(second ? figures(second) : []),
  ].map((line) => (line.length <= width ? line : `${line.slice(0, width - 1)}…`));
}

function figures(second: Second): string[] {
  const pair = (p50: number | null, p99: number | null) => `${milliseconds(p50)} / ${milliseconds(p99)}`;
  return [
    `  goodput ${second.completed}/s · refused ${second.failed} · unanswered ${second.unknown}`,
    `  acknowledged ${pair(second.acknowledgementP50, second.acknowledgementP99)} · decided ${pair(second.completionP50, second.completionP99)} (p50 / p99)`,
  ];
}
