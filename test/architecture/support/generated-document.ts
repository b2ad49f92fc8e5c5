import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { read, repository } from './repository.js';

/** Fails when the document is not what the sources say now; with UPDATE_DOCS=1 (`npm run docs`) it is written first. */
export function expectUpToDate(path: string, text: string): void {
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(join(repository, path), text);
  expect(existsSync(join(repository, path)) ? read(path) : '').toBe(text);
}
