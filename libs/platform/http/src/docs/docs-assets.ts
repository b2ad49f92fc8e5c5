import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startScript } from './docs-page.js';

interface Asset {
  readonly type: string;
  readonly content: Buffer;
}

const types: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const start: Asset = { type: 'text/javascript; charset=utf-8', content: Buffer.from(startScript) };
const loaded = new Map<string, Promise<Asset>>([['start.js', Promise.resolve(start)]]);

/** A file of the documentation page, by name; only those that the page uses. Each is read once. */
export function docsAsset(name: string): Promise<Asset> | undefined {
  const type = Object.hasOwn(types, name) ? types[name] : undefined;
  if (type === undefined) return loaded.get(name);
  const asset = loaded.get(name) ?? load(name, type);
  loaded.set(name, asset);
  return asset;
}

async function load(name: string, type: string): Promise<Asset> {
  return { type, content: await readFile(fileURLToPath(import.meta.resolve(`swagger-ui-dist/${name}`))) };
}
