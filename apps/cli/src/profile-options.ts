import { catalogue } from '@marketplace/catalogue';
import type { LoadOptions } from '@platform/profile';
import { fileURLToPath } from 'node:url';

/** Where this command looks profiles up by name: the repository's own folder, wherever it is called from. */
export const profileOptions: LoadOptions = {
  catalogue,
  env: process.env,
  directory: fileURLToPath(new URL('../../../profiles', import.meta.url)),
};
