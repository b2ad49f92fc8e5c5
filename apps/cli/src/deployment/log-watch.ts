import { copyFile, open, stat, truncate } from 'node:fs/promises';
import { shortForm } from './log-lines.js';

const intervalMs = 300;
const limitBytes = 64 * 1024 * 1024;
const chunkBytes = 256 * 1024;
/** pino: 40 is a warning, 50 an error, 60 fatal. */
const warning = 40;

/**
 * Shows the warnings and errors of a log that a child writes to its file itself (so that a busy service's log never
 * passes through us), and keeps the file from growing for ever: beyond 64 MB it becomes `<file>.1`.
 */
export class LogWatch {
  #offset = 0;
  #rest = '';
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly show: (text: string) => void,
  ) {}

  async start(): Promise<void> {
    this.#offset = await sizeOf(this.path);
    this.#timer = setInterval(() => {
      this.#reading = this.#reading.then(() => this.#read()).catch(() => undefined);
    }, intervalMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#reading;
    await this.#read().catch(() => undefined);
  }

  async #read(): Promise<void> {
    const size = await sizeOf(this.path);
    if (size < this.#offset) this.#offset = 0;
    if (size === this.#offset) return;
    const file = await open(this.path, 'r');
    try {
      while (this.#offset < size) {
        const buffer = Buffer.alloc(Math.min(chunkBytes, size - this.#offset));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#offset);
        if (bytesRead === 0) break;
        this.#offset += bytesRead;
        this.#take(buffer.toString('utf8', 0, bytesRead));
      }
    } finally {
      await file.close();
    }
    if (size > limitBytes) {
      // The child's descriptor appends, so it goes on at the start of the emptied file.
      await copyFile(this.path, `${this.path}.1`);
      await truncate(this.path);
      this.#offset = 0;
    }
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      // Most lines are requests: they are not worth parsing.
      if (/"level":[1-3]\d,/.test(line.slice(0, 40))) continue;
      const short = shortForm(line);
      if (short && short.level >= warning) this.show(short.text);
    }
  }
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
