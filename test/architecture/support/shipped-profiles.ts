import { catalogue } from '@marketplace/catalogue';
import { listProfiles, type ResolvedProfile } from '@platform/profile';
import { join } from 'node:path';
import { repository } from './repository.js';

/** From the simplest to the most spread; one that is not named here comes last. */
const order = [
  'monolith',
  'replicas',
  'modulith',
  'shared-split',
  'microservices-choreography',
  'microservices-orchestration',
  'event-sourced',
  'hybrid',
];

/** @throws ProfileError for one that cannot be used */
export function shippedProfiles(): readonly ResolvedProfile[] {
  const listed = listProfiles({ catalogue, env: {}, directory: join(repository, 'profiles') });
  const position = ({ name }: ResolvedProfile) => (order.includes(name) ? order.indexOf(name) : order.length);
  return listed
    .map((entry) => {
      if ('error' in entry) throw entry.error;
      return entry.profile;
    })
    .sort((a, b) => position(a) - position(b));
}
