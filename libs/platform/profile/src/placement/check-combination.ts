import { participantsOf, type Catalogue } from '../catalogue.js';
import type { ProfileFile } from '../file/profile.schema.js';
import type { Problems } from '../problems.js';
import { list } from '../wording.js';
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
