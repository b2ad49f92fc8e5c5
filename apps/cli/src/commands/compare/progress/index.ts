import type { Progress } from '@comparison/run';
import { PlainComparison } from './plain-progress.js';
import { type Terminal, TerminalComparison } from './terminal-progress.js';

export interface ShownComparison {
  show(progress: Progress): void;
  print(text: string): void;
  close(): void;
}

export function showOn(output: Terminal): ShownComparison {
  return output.isTTY ? new TerminalComparison(output) : new PlainComparison(output);
}
