import { describe, expect, it } from '@jest/globals';
import type { Measured, Second } from '@comparison/protocol';
import type { Progress, Turn } from '@comparison/run';
import { stripVTControlCharacters } from 'node:util';
import { showOn } from './index.js';

const turn: Turn = { profile: 'hybrid', repeat: 1, role: 'measured', turn: 3 };
const second: Second = {
  ...{ at: 3, offered: 20, completed: 6, ok: 30, failed: 1, unknown: 2 },
  ...{ acknowledgementP50: 8.25, acknowledgementP99: 40, completionP50: 60, completionP99: null },
};
const latency = { count: 1, mean: 1, min: 1, p50: 8, p90: 9, p95: 9, p99: 40, p999: 50, max: 60, curve: [] };
const measured = {
  ...{ goodput: 6.04, dropped: 3 },
  checkouts: { unknown: 0, undecided: 1, acknowledgement: latency, completion: latency },
} as unknown as Measured;

const course: readonly Progress[] = [
  { type: 'planned', turns: [turn], seconds: 840, directory: '/reports/one' },
  { type: 'turn', turn, of: 7, left: 500 },
  { type: 'phase', phase: 'measuring (common-20)', offered: 20, seconds: 12, left: 480 },
  { type: 'second', second, left: 477 },
  { type: 'measured', stretch: 'common-20', measured, overload: null },
  { type: 'note', text: 'hybrid: \x1b[31modd\x1b[0m' },
];

function shownOn(terminal: { isTTY?: boolean; columns?: number }, steps = course) {
  const writes: string[] = [];
  const shown = showOn({ ...terminal, write: (text: string) => writes.push(text) });
  for (const step of steps) shown.show(step);
  return { shown, writes, text: writes.join('') };
}

describe('progress that is piped', () => {
  it('is lines without control characters, final as they stand', () => {
    const { text } = shownOn({});
    expect(text).toBe(stripVTControlCharacters(text));
    expect(text.split('\n')).toEqual([
      '1 runs, about 14 min in all; the report goes to /reports/one',
      '[3/7] hybrid, repeat 1 (about 8 min left)',
      'hybrid: measuring (common-20), 20 transactions/s for 12 s …',
      'hybrid: common-20: 6.0 checkouts/s, acknowledged after 8.0 ms / 9.0 ms, decided after 8.0 ms / 9.0 ms (p50 / p90 of 1, 1 of them undecided), 3 arrivals dropped',
      'note: hybrid: odd',
      '',
    ]);
  });
});

describe('progress on a terminal', () => {
  const repaint = new RegExp(`^${String.fromCharCode(27)}\\[(\\d+)A\\r${String.fromCharCode(27)}\\[J`);

  /** What is on the screen when all of it was written. */
  function screenOf(writes: readonly string[]): string[] {
    let lines: string[] = [''];
    for (const text of writes) {
      const [, up = '0'] = repaint.exec(text) ?? [];
      const kept = lines.slice(0, lines.length - 1 - Number(up));
      lines = [...kept, ...stripVTControlCharacters(text.replace(repaint, '')).split('\n')];
    }
    return lines;
  }

  it('is one block that is painted over, with what is over above it', () => {
    const { writes } = shownOn({ isTTY: true, columns: 120 });
    const screen = screenOf(writes);
    expect(screen.slice(-5)).toEqual([
      '[3/7] hybrid, repeat 1 · about 8 min left',
      '  measuring (common-20), second 4 of 12, 20 transactions/s offered',
      '  goodput 6/s · refused 1 · unanswered 2',
      '  acknowledged 8.3 ms / 40 ms · decided 60 ms / – (p50 / p99)',
      '',
    ]);
    expect(screen.filter((line) => line.startsWith('[3/7]'))).toHaveLength(1);
    expect(screen.some((line) => line.includes('common-20: 6.0 checkouts/s'))).toBe(true);
  });

  it('never wraps: what is wider than the terminal is cut', () => {
    const { writes } = shownOn({ isTTY: true, columns: 30 }, course.slice(0, 4));
    for (const line of screenOf(writes).slice(1)) expect(line.length).toBeLessThan(30);
  });

  it('leaves nothing of the block behind when it is over', () => {
    const { shown, writes } = shownOn({ isTTY: true, columns: 120 });
    shown.close();
    expect(screenOf(writes).some((line) => line.startsWith('[3/7]'))).toBe(false);
  });
});
