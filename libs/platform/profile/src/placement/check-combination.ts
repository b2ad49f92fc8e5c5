import { participantsOf, type Catalogue } from '../catalogue.js';
import type { ProfileFile } from '../file/profile.schema.js';
import type { Problems } from '../problems.js';
import { list, suggest } from '../wording.js';
import type { ResolvedModule } from './resolved-profile.js';

/** Messages that stay in a process cannot reach another service; replicas of the one service share its logs. */
export function checkTransport(file: ProfileFile, problems: Problems): void {
  const services = Object.keys(file.services);
  if (file.transport !== 'in-process' || services.length === 1) return;
  problems.add(
    ['transport'],
    `in-process messages cannot reach from one service to another, and there are ${services.length} (${list(services)})`,
    'choose kafka or rabbitmq, or put all modules into one service',
  );
}

/** It takes events from the broker, and its archive outlives the databases whose events it holds. */
export function checkEventStore(
  { eventStore, transport, databases }: ProfileFile,
  modules: readonly ResolvedModule[],
  problems: Problems,
): void {
  if (eventStore === undefined) return;
  const { database } = eventStore;
  if (transport === 'in-process')
    problems.add(
      ['eventStore'],
      'the Event Store archives what passes through a broker, and in-process messages pass through none',
      'choose kafka or rabbitmq as transport, or remove eventStore',
    );
  const sharing = modules.filter((module) => module.database === database).map(({ name }) => name);
  if (!Object.hasOwn(databases, database))
    problems.add(
      ['eventStore', 'database'],
      `there is no database ${database}`,
      `${suggest(database, Object.keys(databases))}, or add it under databases`,
    );
  else if (sharing.length > 0)
    problems.add(
      ['eventStore', 'database'],
      `the archive would be lost with the data of ${list(sharing)}, whose database this is`,
      'name a database that no module uses',
    );
}

/** One transaction needs all participants in one process on one database. */
export function checkCoordination(
  file: ProfileFile,
  modules: readonly ResolvedModule[],
  { saga }: Catalogue,
  problems: Problems,
): void {
  if (file.checkout !== 'transaction') return;
  const participants = modules.filter(({ name }) => participantsOf(saga).includes(name));
  const spread = (['service', 'database'] as const).filter(
    (place) => new Set(participants.map((m) => m[place])).size > 1,
  );
  if (spread.length === 0) return;
  const where = participants.map(
    (module) => `${module.name} in ${list(spread.map((place) => `${place} ${module[place]}`))}`,
  );
  problems.add(
    ['checkout'],
    `one transaction cannot span several ${list(spread.map((place) => `${place}s`))} (${where.join(', ')})`,
    `choose choreography or orchestration, or put ${list(participants.map(({ name }) => name))} into one ${list(spread)}`,
  );
}
