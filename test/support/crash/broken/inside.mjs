/** A class of the built product that its package does not show: what is broken on purpose is broken from outside. */
export async function inside(path, name) {
  const module = await import(new URL(`../../../../${path}`, import.meta.url));
  if (!(name in module))
    throw new Error(`${path} has no ${name} any more: this broken variant has to follow.`);
  return module[name];
}

/** Puts `make(original)` in the place of a method, which has to be there. */
export function replaceMethod({ prototype }, name, make) {
  const original = prototype[name];
  if (typeof original !== 'function')
    throw new Error(`There is no method ${name} any more: this broken variant has to follow.`);
  prototype[name] = make(original);
}
