import type { Catalogue } from '../catalogue.js';
import type { Environment } from '../file/environment.js';
import { readProfileFile } from '../file/read-profile-file.js';
import { resolveProfile } from '../placement/resolve-profile.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';
import { ProfileError } from '../profile-error.js';

/** A small application of its own, so that nothing here leans on the marketplace. */
export const travel: Catalogue = {
  modules: [
    { name: 'booking', eventSourceable: true, paths: ['/bookings'] },
    { name: 'flight', eventSourceable: true, paths: ['/flights'] },
    { name: 'hotel', eventSourceable: true, paths: ['/hotels'] },
    { name: 'review', eventSourceable: false, paths: ['/reviews'] },
  ],
  saga: {
    name: 'trip',
    subject: 'booking',
    steps: [
      { name: 'book', participant: 'booking', kind: 'compensatable' },
      { name: 'seat', participant: 'flight', kind: 'compensatable' },
      { name: 'room', participant: 'hotel', kind: 'pivot', external: 'the hotel chain' },
    ],
    onCompleted: [],
  },
};

/** One service, one database, transaction. */
export const together = `
services:
  travel: { modules: [booking, flight, hotel, review] }
databases:
  main: {}
database: main
transport: in-process
checkout: transaction
`;

/** Two services, each with a database; reviews are apart from what books. */
export const apart = `
services:
  booking: { modules: [booking, flight], database: booking, replicas: 2 }
  hotel: { modules: [hotel], database: hotel }
  review: { modules: [review], database: review }
databases: { booking: {}, hotel: {}, review: {} }
transport: kafka
checkout: choreography
`;

export function resolve(yaml: string, env: Environment = {}): ResolvedProfile {
  const { content, source } = readProfileFile(yaml, { name: 'trial', file: 'trial.yaml', env });
  return resolveProfile(content, source, travel);
}

/** The sentences with which a profile is refused; none when it is accepted. */
export function refusals(yaml: string, env: Environment = {}): readonly string[] {
  try {
    resolve(yaml, env);
    return [];
  } catch (error) {
    if (error instanceof ProfileError) return error.message.split('\n');
    throw error;
  }
}
