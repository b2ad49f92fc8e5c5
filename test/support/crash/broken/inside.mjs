import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CrashOnce } from '../crash-once.mjs';

const directory = process.env.CRASH_DIRECTORY;

/** For places that only a broken part has. */
export const crashPoints = new CrashOnce(directory);

/** A class of the built product that its package does not show: what is broken on purpose is broken from outside. */
export async function inside(path, name) {
  const module = await import(new URL(`../../../../${path}`, import.meta.url));
  if (!(name in module))
    throw new Error(`${path} has no ${name} any more: this broken variant has to follow.`);
  return module[name];
}

/**
 * Puts `make(original)` in the place of a method, which has to be there, for as long as the variant is in force.
 *
 * @param meta `import.meta` of the variant, which is named for its file
 */
export function replaceMethod(meta, { prototype }, name, make) {
  const original = prototype[name];
  if (typeof original !== 'function')
    throw new Error(`There is no method ${name} any more: this broken variant has to follow.`);
  const variant = basename(meta.url, '.mjs');
  const broken = make(original);
  prototype[name] = function either(...given) {
    return (isInForce(variant) ? broken : original).apply(this, given);
  };
}

/** Looked up each time: one deployment is broken in one way after another. */
function isInForce(variant) {
  try {
    return JSON.parse(readFileSync(join(directory, 'in-force.json'), 'utf8')).includes(variant);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}
