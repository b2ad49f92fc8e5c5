import { fileURLToPath } from 'node:url';

/** How this command is run once more: a program and its first argument. */
export const command: readonly string[] = [
  process.execPath,
  fileURLToPath(new URL('../../../bin/whereabouts.mjs', import.meta.url)),
];
