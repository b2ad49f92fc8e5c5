import type { Terminal } from './progress/terminal-progress.js';

const USUAL_WIDTH = 100;

/** How wide text may be, and whether it may be coloured. */
export function lookOf({ isTTY = false, columns = USUAL_WIDTH }: Terminal): {
  width: number;
  colour: boolean;
} {
  return { width: columns, colour: isTTY && !process.env['NO_COLOR'] };
}
