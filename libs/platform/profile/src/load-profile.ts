import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, isAbsolute, join, relative, sep } from 'node:path';
import type { Catalogue } from './catalogue.js';
import type { Environment } from './file/environment.js';
import { readProfileFile } from './file/read-profile-file.js';
import { resolveProfile } from './placement/resolve-profile.js';
import type { ResolvedProfile } from './placement/resolved-profile.js';
import { ProfileError } from './profile-error.js';
import { list, suggest } from './wording.js';

export interface LoadOptions {
  readonly catalogue: Catalogue;
  readonly env: Environment;
  /** Where profiles are looked up by name. */
  readonly directory: string;
}

export type ListedProfile =
  | { readonly name: string; readonly file: string; readonly profile: ResolvedProfile }
  | { readonly name: string; readonly file: string; readonly error: ProfileError };

/**
 * Reads, validates and resolves a profile.
 * @param nameOrFile the name of a file in `directory`, without its ending; or a path (it has a slash or ends in .yaml)
 * @throws ProfileError
 */
export function loadProfile(nameOrFile: string, options: LoadOptions): ResolvedProfile {
  const path = isPath(nameOrFile) ? nameOrFile : pathOf(nameOrFile, options.directory);
  const name = basename(path, extname(path));
  const file = shown(path);
  const { content, source } = readProfileFile(textOf(path, file), { name, file, env: options.env });
  return resolveProfile(content, source, options.catalogue);
}

/** The profiles of `directory` by name, those that cannot be used with the reason. */
export function listProfiles(options: LoadOptions): readonly ListedProfile[] {
  return fileNamesIn(options.directory).map((fileName) => {
    const path = join(options.directory, fileName);
    const listed = { name: basename(path, extname(path)), file: shown(path) };
    try {
      return { ...listed, profile: loadProfile(path, options) };
    } catch (error) {
      if (error instanceof ProfileError) return { ...listed, error };
      throw error;
    }
  });
}

function isPath(nameOrFile: string): boolean {
  return nameOrFile.includes('/') || nameOrFile.includes(sep) || /\.ya?ml$/.test(nameOrFile);
}

function pathOf(name: string, directory: string): string {
  const files = fileNamesIn(directory);
  const found = files.find((fileName) => basename(fileName, extname(fileName)) === name);
  if (found !== undefined) return join(directory, found);
  const names = files.map((fileName) => basename(fileName, extname(fileName)));
  const remedy =
    names.length === 0 ? 'give the path of a file' : `${suggest(name, names)}, or give the path of a file`;
  const others = names.length === 0 ? '' : ` (there is ${list(names)})`;
  throw new ProfileError([
    { file: shown(directory), problem: `there is no profile named ${name}${others}`, remedy },
  ]);
}

function fileNamesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort();
  } catch (error) {
    throw unreadable(error, shown(directory), 'directory');
  }
}

function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unreadable(error, file, 'file');
  }
}

function unreadable(error: unknown, file: string, what: 'file' | 'directory'): ProfileError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const problems: Readonly<Record<string, string>> = {
    ENOENT: `there is no such ${what}`,
    EISDIR: 'this is a directory',
    EACCES: `this ${what} may not be read`,
  };
  return new ProfileError([
    {
      file,
      problem: problems[code] ?? `this ${what} cannot be read (${code})`,
      remedy: 'give the name of a profile or the path of a YAML file',
    },
  ]);
}

/** Relative to where the person stands, where that is shorter. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' || near.startsWith('..') || isAbsolute(near) ? path : near;
}
