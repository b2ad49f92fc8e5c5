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

type Kind = (profile: ProfileDescription['profile']) => string;

const coordinationOf: Kind = ({ coordination }) => (coordination === 'transaction' ? 'transaction' : 'sagas');

/** What the deadline of a charge is kept by. */
export const byPayments: Kind = (profile) =>
  `${coordinationOf(profile)} ${profile.modules.find(({ name }) => name === 'payment')?.persistence ?? ''}`;

/** What has to end in order, and to begin again. */
export const byProcesses: Kind = (profile) => {
  const processes = profile.services.reduce((sum, { replicas }) => sum + replicas, 0);
  return `${coordinationOf(profile)} ${profile.transport} ${processes > 1 ? 'several' : 'one'}`;
};

/** Whether no profile that ships and comes before this one is of its kind. One of somebody's own is its own kind. */
export function isFirstOfItsKind(kindOf: Kind, name = ofThisRun()): boolean {
  const names = listProfiles(shipped).map((profile) => profile.name);
  const kind = (other: string): string => kindOf(profileDescription(other).profile);
  const alike = names.filter((other) => kind(other) === kind(name));
  return !names.includes(name) || alike[0] === name;
}
