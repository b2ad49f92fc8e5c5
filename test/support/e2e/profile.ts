import { catalogue } from '@marketplace/catalogue';
import { describeProfile, loadProfile, type ProfileDescription } from '@platform/profile';
import { fileURLToPath } from 'node:url';

/** What `whereabouts profile explain` says of the profile that this run is about. */
export function profileDescription(): ProfileDescription {
  const directory = fileURLToPath(new URL('../../../profiles', import.meta.url));
  const name = process.env['E2E_PROFILE'] ?? 'monolith';
  return describeProfile(loadProfile(name, { catalogue, env: process.env, directory }), catalogue);
}
