import {
  describeProfile,
  explainProfile,
  mermaidOf,
  profileJson,
  type ResolvedProfile,
} from '@platform/profile';
import { profileOptions } from '../../profile-options.js';

export interface Format {
  readonly json?: boolean;
  readonly mermaid?: boolean;
}

export function explanation(profile: ResolvedProfile, { json, mermaid }: Format): string {
  const { catalogue } = profileOptions;
  if (mermaid) return mermaidOf(profile, catalogue).trimEnd();
  if (json) return JSON.stringify(profileJson(describeProfile(profile, catalogue)), null, 2);
  return explainProfile(profile, catalogue);
}
