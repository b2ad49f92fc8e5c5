import type { Progress } from '@comparison/run';
import { stripVTControlCharacters } from 'node:util';
import type { Output } from '../../../deployment/progress.js';
import { duration, measuredText, offeredText, plannedText, runText, turnText } from './wording.js';

/** A line for each thing that happened, final and without control characters. */
export class PlainComparison {
  #turn = '';

  constructor(private readonly output: Output) {}

  show(progress: Progress): void {
    if (progress.type === 'turn') this.#turn = progress.turn.profile;
    const line = this.#lineOf(progress);
    if (line !== undefined) this.print(line);
  }

  print(text: string): void {
    this.output.write(`${stripVTControlCharacters(text)}\n`);
  }

  close(): void {
    // nothing is left open
  }

  #lineOf(progress: Progress): string | undefined {
    switch (progress.type) {
      case 'planned':
        return plannedText(progress);
      case 'turn':
        return `[${progress.turn.turn}/${progress.of}] ${turnText(progress.turn)} (${duration(progress.left)} left)`;
      case 'phase': {
        const { phase, offered, seconds } = progress;
        const load = [offeredText(offered), seconds === null ? '' : `for ${duration(seconds)}`];
        return `${this.#turn}: ${[phase, load.filter(Boolean).join(' ')].filter(Boolean).join(', ')} …`;
      }
      case 'measured':
        return `${this.#turn}: ${measuredText(progress.stretch, progress.measured, progress.overload)}`;
      case 'note':
        return `note: ${progress.text}`;
      case 'run':
        return runText(progress.run);
      case 'second': // a line a second would say too much
        return undefined;
    }
  }
}
