import { catalogue } from '@marketplace/catalogue';
import { describeProfile, listProfiles, loadProfile, type ProfileDescription } from '@platform/profile';
import { fileURLToPath } from 'node:url';

const shipped = {
  catalogue,
  env: process.env,
  directory: fileURLToPath(new URL('../../../profiles', import.meta.url)),
};
const ofThisRun = (): string => process.env['E2E_PROFILE'] ?? 'monolith';

/** What `whereabouts profile explain` says of a profile: of the one that this run is about, unless another is named. */
export function profileDescription(name = ofThisRun()): ProfileDescription {
  return describeProfile(loadProfile(name, shipped), catalogue);
}

/**
 * Whether no profile that ships and comes before this one has checkouts in a transaction, or by sagas, and keeps payments as it does. One of
 * somebody's own is its own kind.
 */
export function isFirstOfItsKind(name = ofThisRun()): boolean {
  const names = listProfiles(shipped).map((profile) => profile.name);
  const alike = names.filter((other) => kindOf(other) === kindOf(name));
  return !names.includes(name) || alike[0] === name;
}

function kindOf(name: string): string {
  const { coordination, modules } = profileDescription(name).profile;
  const payment = modules.find((module) => module.name === 'payment');
  return `${coordination === 'transaction' ? 'transaction' : 'saga'} ${payment?.persistence ?? ''}`;
}
