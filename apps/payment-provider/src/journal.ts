import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { encodeLine, recover } from './journal-file.js';

/** A batch never exceeds this, so a torn tail is never longer: damage further from the end is not a crash's doing. */
export const MAX_BATCH_BYTES = 1024 * 1024;

interface Waiting {
  readonly line: Buffer;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * An append-only file of checksummed JSON lines with group commit: whatever arrives while one `fdatasync` runs shares
 * the next one, so the rate is bounded by the CPU and not by the disk's sync latency.
 *
 * A file of our own rather than `node:sqlite`: SQLite's API is synchronous, so every commit would hold the event loop
 * for the length of a sync, and the ledger is only ever appended to and read from its start.
 */
export class Journal<RecordType> {
  readonly path: string;
  #file: FileHandle;
  #size: number;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #failure: Error | undefined;
  #torn = false;

  private constructor(path: string, file: FileHandle, size: number) {
    this.path = path;
    this.#file = file;
    this.#size = size;
  }

  /** Opens or creates the file, hands every whole record to `onRecord` in order and cuts a torn tail off. */
  static async open<RecordType>(
    path: string,
    onRecord: (record: RecordType) => void,
  ): Promise<Journal<RecordType>> {
    const created = await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a+').then(async (made) => (await made.close(), open(path, 'r+')));
    try {
      const size = await recover(file, path, MAX_BATCH_BYTES, (record) => {
        onRecord(record as RecordType); // its checksum fits, and only this program writes the file
      });
      await syncDirectory(dirname(path));
      if (created !== undefined) await syncDirectory(dirname(created));
      return new Journal<RecordType>(path, file, size);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Why the last batch could not be stored; undefined as long as storing works. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Resolves when the record is on the disk. Rejected ones are cut off by the next batch, or by a crash kept or cut. */
  append(record: RecordType): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#waiting.push({ line: encodeLine(record), resolve: () => resolve(undefined), reject });
    this.#writing ??= this.#drain();
    return promise;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    // One turn of the event loop first: requests that were read together go to the disk together.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#takeBatch();
      try {
        await this.#store(Buffer.concat(batch.map(({ line }) => line)));
        this.#failure = undefined;
        for (const { resolve } of batch) resolve();
      } catch (error) {
        this.#failure = error instanceof Error ? error : new Error(String(error));
        for (const { reject } of batch) reject(error);
      }
    }
    this.#writing = undefined;
  }

  #takeBatch(): Waiting[] {
    let bytes = 0;
    const end = this.#waiting.findIndex(({ line }) => (bytes += line.length) > MAX_BATCH_BYTES);
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : Math.max(end, 1));
  }

  async #store(bytes: Buffer): Promise<void> {
    if (this.#torn) await this.#file.truncate(this.#size); // what a failed batch left behind
    const { size } = await this.#file.stat();
    if (size !== this.#size)
      throw new Error(`${this.path} was changed by another process; stop one of the two`);
    this.#torn = true;
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#size + done);
      done += bytesWritten;
    }
    await this.#file.datasync();
    this.#size += bytes.length;
    this.#torn = false;
  }
}

/** A new file is only safe once the directory that names it is. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
