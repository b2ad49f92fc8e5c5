import { catalogue } from '@marketplace/catalogue';
import {
  describeProfile,
  loadProfile,
  type ProfileDescription,
  type ResolvedProfile,
} from '@platform/profile';
import { join } from 'node:path';

const directory = join(import.meta.dirname, '../../../../profiles');

export function profileOf(name: string): ResolvedProfile {
  return loadProfile(name, { catalogue, env: {}, directory });
}

export function descriptionOf(name: string): ProfileDescription {
  return describeProfile(profileOf(name), catalogue);
}
