import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

const NEWLINE = 0x0a;
const CHECKSUM_LENGTH = 8;
const CHUNK_BYTES = 1024 * 1024;

/** `crc32 of the JSON, 8 hex digits` `space` `JSON` `newline`. */
export function encodeLine(record: unknown): Buffer {
  const json = JSON.stringify(record);
  return Buffer.from(`${checksum(json)} ${json}\n`);
}

/** The record of one line (without its newline), or undefined when the checksum does not fit. */
export function decodeLine(line: Buffer): unknown {
  const text = line.toString('utf8');
  const json = text.slice(CHECKSUM_LENGTH + 1);
  return text.slice(0, CHECKSUM_LENGTH) === checksum(json) ? JSON.parse(json) : undefined;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(CHECKSUM_LENGTH, '0');
}

/**
 * Reads every whole line from the start and truncates the file behind the last one that is intact. Only the last batch,
 * which nobody was answered from, can be torn by a crash; damage earlier than that is refused, never cut away.
 * Returns the length of the file in bytes.
 */
export async function recover(
  file: FileHandle,
  path: string,
  maxBatchBytes: number,
  onRecord: (record: unknown) => void,
): Promise<number> {
  const { size } = await file.stat();
  let intact = 0;
  for await (const line of lines(file)) {
    const record = decodeLine(line);
    if (record === undefined) break;
    onRecord(record);
    intact += line.length + 1;
  }
  if (intact === size) return size;
  if (size - intact > maxBatchBytes) {
    throw new Error(
      `${path} is damaged at byte ${intact}: restore it from a backup or move it away to start empty`,
    );
  }
  await file.truncate(intact);
  await file.sync();
  return intact;
}

/** Complete lines only: what follows the last newline is torn by definition. */
async function* lines(file: FileHandle): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    const chunk = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield chunk.subarray(start, end);
      start = end + 1;
    }
    rest = chunk.subarray(start);
  }
}
