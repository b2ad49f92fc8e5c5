import type { Progress } from '@comparison/run';
import { styleText } from 'node:util';
import type { Output } from '../../../deployment/progress.js';
import { blockOf, nothingShown, type Shown, shownAfter } from './block.js';
import { measuredText, plannedText, runText } from './wording.js';

export interface Terminal extends Output {
  readonly columns?: number;
}

const USUAL_WIDTH = 80;

/** One block at the bottom that is painted over and over; what is over scrolls away above it. */
export class TerminalComparison {
  #shown: Shown = nothingShown;
  #painted = 0;

  constructor(private readonly output: Terminal) {}

  show(progress: Progress): void {
    this.#shown = shownAfter(this.#shown, progress);
    const line = lineOf(progress);
    this.#paint(line === undefined ? '' : `${line}\n`);
  }

  print(text: string): void {
    this.#paint(`${text}\n`);
  }

  /** Takes the block away. */
  close(): void {
    this.#shown = nothingShown;
    this.#paint('');
  }

  #paint(above: string): void {
    const lines = blockOf(this.#shown, (this.output.columns ?? USUAL_WIDTH) - 1);
    const back = this.#painted === 0 ? '' : `\x1b[${this.#painted}A\r\x1b[J`;
    this.#painted = lines.length;
    this.output.write(`${back}${above}${lines.map((line) => `${line}\n`).join('')}`);
  }
}

/** What stays on the screen. */
function lineOf(progress: Progress): string | undefined {
  switch (progress.type) {
    case 'planned':
      return plannedText(progress);
    case 'measured':
      return styleText('dim', `  ${measuredText(progress.stretch, progress.measured, progress.overload)}`);
    case 'note':
      return `${styleText('yellow', '!')} ${progress.text}`;
    case 'run':
      return `${styleText('green', '✓')} ${runText(progress.run)}`;
    default:
      return undefined;
  }
}
