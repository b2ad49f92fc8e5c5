import { type ListedProfile, listProfiles, type LoadOptions } from '@platform/profile';

/** A line per profile: its name, and what it is for or why it cannot be used. */
export function listing(options: LoadOptions): string {
  const profiles = listProfiles(options);
  const width = Math.max(0, ...profiles.map(({ name }) => name.length));
  return profiles.map((listed) => `${listed.name.padEnd(width)}  ${about(listed)}`).join('\n');
}

function about(listed: ListedProfile): string {
  if ('error' in listed) return `cannot be used: run "whereabouts profile check ${listed.name}"`;
  return listed.profile.description || listed.file;
}
