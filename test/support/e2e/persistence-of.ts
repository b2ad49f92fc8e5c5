import { profileDescription } from './profile.js';

/** The modules that a profile keeps as events: that of this run, unless another is named. */
export function keptAsEvents(profile?: string): readonly string[] {
  const { modules } = profileDescription(profile).profile;
  return modules.filter(({ persistence }) => persistence === 'events').map(({ name }) => name);
}
