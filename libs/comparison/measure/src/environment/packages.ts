import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packages whose speed is part of what is measured. */
const MEASURED = ['@nestjs/core', 'fastify', 'kafkajs', 'pg', 'typeorm', 'undici'];
const PRODUCT = 'whereabouts';

export interface Versions {
  readonly whereabouts: string;
  readonly packages: Readonly<Record<string, string>>;
}

/** As installed beside this package, where the services find them too. */
export function versions(from = dirname(fileURLToPath(import.meta.url))): Versions {
  const installed = MEASURED.map((name) => {
    const found = upwards(from, join('node_modules', name, 'package.json'), name);
    return [name, found ?? 'unknown'] as const;
  });
  return {
    whereabouts: upwards(from, 'package.json', PRODUCT) ?? 'unknown',
    packages: Object.fromEntries(installed),
  };
}

/** The version in the nearest package file of that name, in this directory or one above it. */
function upwards(directory: string, file: string, name: string): string | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const found = versionIn(join(at, file), name);
    if (found !== undefined || at === dirname(at)) return found;
  }
}

function versionIn(path: string, name: string): string | undefined {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8')) as { name?: string; version?: string };
    return file.name === name ? file.version : undefined;
  } catch {
    return undefined;
  }
}
