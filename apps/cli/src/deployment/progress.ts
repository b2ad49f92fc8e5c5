import { styleText } from 'node:util';

/** What a user sees while things start, run and stop. */
export interface Progress {
  /** Announces work and tells how it went; the result of `work` is handed on. */
  step<T>(doing: string, work: () => Promise<T>, done?: (result: T) => string): Promise<T>;
  note(text: string): void;
  warn(text: string): void;
  /** Plain output, as it is. */
  print(text: string): void;
}

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** On a terminal a line at the bottom shows what is under way; piped, every line is plain and final. */
export function createProgress(output: Output): Progress {
  return output.isTTY ? new TerminalProgress(output) : new PlainProgress(output);
}

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

class PlainProgress implements Progress {
  constructor(private readonly output: Output) {}

  async step<T>(doing: string, work: () => Promise<T>, done?: (result: T) => string): Promise<T> {
    const since = Date.now();
    this.print(`${doing} …`);
    const result = await work();
    this.print(`${done?.(result) ?? `${doing}: done`} (${seconds(since)})`);
    return result;
  }

  note(text: string): void {
    this.print(text);
  }

  warn(text: string): void {
    this.print(`warning: ${text}`);
  }

  print(text: string): void {
    this.output.write(`${text}\n`);
  }
}

class TerminalProgress implements Progress {
  readonly #underWay = new Set<string>();

  constructor(private readonly output: Output) {}

  async step<T>(doing: string, work: () => Promise<T>, done?: (result: T) => string): Promise<T> {
    const since = Date.now();
    this.#underWay.add(doing);
    this.#drawBottom();
    try {
      const result = await work();
      this.#underWay.delete(doing);
      this.print(`${styleText('green', '✓')} ${done?.(result) ?? doing} ${styleText('dim', seconds(since))}`);
      return result;
    } catch (error) {
      this.#underWay.delete(doing);
      this.print(`${styleText('red', '✗')} ${doing}`);
      throw error;
    }
  }

  note(text: string): void {
    this.print(`${styleText('green', '✓')} ${text}`);
  }

  warn(text: string): void {
    this.print(`${styleText('yellow', '!')} ${text}`);
  }

  print(text: string): void {
    this.output.write(`\r\x1b[K${text}\n`);
    this.#drawBottom();
  }

  #drawBottom(): void {
    if (this.#underWay.size === 0) return;
    this.output.write(`\r\x1b[K${styleText('dim', `… ${[...this.#underWay].join(', ')}`)}`);
  }
}
