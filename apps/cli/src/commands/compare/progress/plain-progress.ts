import type { Progress } from '@comparison/run';
import { stripVTControlCharacters } from 'node:util';
import type { Output } from '../../../deployment/progress.js';
import { duration, measuredText, offeredText, runText, turnText } from './wording.js';

/** A line for each thing that happened, final and without control characters. */
export class PlainComparison {
  #turn = '';

  constructor(private readonly output: Output) {}

  show(progress: Progress): void {
    switch (progress.type) {
      case 'planned':
        return this.print(
          `${progress.turns.length} runs, ${duration(progress.seconds)} in all; the report goes to ${progress.directory}`,
        );
      case 'turn':
        this.#turn = progress.turn.profile;
        return this.print(
          `[${progress.turn.turn}/${progress.of}] ${turnText(progress.turn)} (${duration(progress.left)} left)`,
        );
      case 'phase': {
        const load = [
          offeredText(progress.offered),
          progress.seconds === null ? '' : `for ${duration(progress.seconds)}`,
        ].filter(Boolean);
        return this.print(
          `${this.#turn}: ${progress.phase}${load.length > 0 ? `, ${load.join(' ')}` : ''} …`,
        );
      }
      case 'measured':
        return this.print(
          `${this.#turn}: ${measuredText(progress.stretch, progress.measured, progress.overload)}`,
        );
      case 'note':
        return this.print(`note: ${progress.text}`);
      case 'run':
        return this.print(runText(progress.run));
      case 'second': // a line a second would say too much
        return undefined;
    }
  }

  print(text: string): void {
    this.output.write(`${stripVTControlCharacters(text)}\n`);
  }

  close(): void {
    // nothing is left open
  }
}
