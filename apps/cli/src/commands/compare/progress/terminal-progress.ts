import type { Progress } from '@comparison/run';
import { styleText } from 'node:util';
import type { Output } from '../../../deployment/progress.js';
import { blockOf, nothingShown, type Shown, shownAfter } from './block.js';
import { duration, measuredText, runText } from './wording.js';

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
    switch (progress.type) {
      case 'planned':
        return this.print(
          `${progress.turns.length} runs, ${duration(progress.seconds)} in all; the report goes to ${progress.directory}`,
        );
      case 'measured':
        return this.print(
          styleText('dim', `  ${measuredText(progress.stretch, progress.measured, progress.overload)}`),
        );
      case 'note':
        return this.print(`${styleText('yellow', '!')} ${progress.text}`);
      case 'run':
        return this.print(`${styleText('green', '✓')} ${runText(progress.run)}`);
      default:
        return this.#paint('');
    }
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
