import { open, type FileHandle } from 'node:fs/promises';
import type { HistoryEntry } from '@comparison/protocol';

const ENOUGH = 64;

/** A history as NDJSON; numbers go on from stretch to stretch. */
export class HistoryFile {
  private index = 0;
  private operations = 0;
  private processes = 0;
  private lines: string[] = [];
  private writing: Promise<void> = Promise.resolve();

  private constructor(private readonly file: FileHandle) {}

  /** Begins it anew. */
  static async open(path: string): Promise<HistoryFile> {
    return new HistoryFile(await open(path, 'w'));
  }

  nextOperation(): number {
    return this.operations++;
  }

  nextProcess(): number {
    return this.processes++;
  }

  add(entry: Omit<HistoryEntry, 'index'>): void {
    this.lines.push(`${JSON.stringify({ index: this.index++, ...entry })}\n`);
    if (this.lines.length >= ENOUGH) this.write();
  }

  /** @throws Error when something could not be written */
  flush(): Promise<void> {
    this.write();
    return this.writing;
  }

  async close(): Promise<void> {
    await this.flush().finally(() => this.file.close());
  }

  private write(): void {
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    this.writing = this.writing.then(() => this.file.appendFile(text));
    // Told by the next flush.
    this.writing.catch(() => undefined);
  }
}
