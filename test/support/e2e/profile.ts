import { catalogue } from '@marketplace/catalogue';
import { describeProfile, loadProfile, type ProfileDescription } from '@platform/profile';
import { fileURLToPath } from 'node:url';

/** What `whereabouts profile explain` says of a profile: of the one that this run is about, unless another is named. */
export function profileDescription(name = process.env['E2E_PROFILE'] ?? 'monolith'): ProfileDescription {
  const directory = fileURLToPath(new URL('../../../profiles', import.meta.url));
  return describeProfile(loadProfile(name, { catalogue, env: process.env, directory }), catalogue);
}
