import { catalogue } from '@marketplace/catalogue';
import type { LoadOptions } from '@platform/profile';
import { fileURLToPath } from 'node:url';

export const shippedProfiles: LoadOptions = {
  ...{ catalogue, env: {} },
  directory: fileURLToPath(new URL('../../../../../profiles', import.meta.url)),
};
