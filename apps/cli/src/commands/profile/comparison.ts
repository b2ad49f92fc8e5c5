import { diffProfiles, diffText, type ResolvedProfile } from '@platform/profile';
import { profileOptions } from '../../profile-options.js';
import type { Format } from './explanation.js';

export function comparison(a: ResolvedProfile, b: ResolvedProfile, { json }: Format): string {
  const diff = diffProfiles(a, b, profileOptions.catalogue);
  return json ? JSON.stringify(diff, null, 2) : diffText(diff);
}
