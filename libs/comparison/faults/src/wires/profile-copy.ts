import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseDocument } from 'yaml';

/** Writes a copy of a profile, under its own name, whose database lives at this address. @returns its file */
export async function copyProfile(
  profileFile: string,
  directory: string,
  { database, url }: { readonly database?: string; readonly url?: string } = {},
): Promise<string> {
  const document = parseDocument(await readFile(profileFile, 'utf8'));
  if (database !== undefined) document.setIn(['databases', database, 'url'], url);
  await mkdir(directory, { recursive: true });
  const copy = join(directory, basename(profileFile));
  await writeFile(copy, document.toString());
  return copy;
}
