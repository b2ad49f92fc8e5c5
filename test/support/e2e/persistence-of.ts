import { profileDescription } from './profile.js';

/** The modules that the profile of this run keeps as events. */
export function keptAsEvents(): readonly string[] {
  const { modules } = profileDescription().profile;
  return modules.filter(({ persistence }) => persistence === 'events').map(({ name }) => name);
}
