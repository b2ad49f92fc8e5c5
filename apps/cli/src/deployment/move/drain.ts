import { chooseAddresses } from '../addresses.js';
import { Deployment } from '../deployment.js';
import { DeploymentError } from '../deployment-error.js';
import { nowhereAddress } from '../nowhere.js';
import { isEmbedded, planOfRecord, type PlacementRecord } from '../placement-record.js';
import type { Session } from '../session.js';
import type { Places } from './places.js';
import { untilQuiet } from './quiescence.js';
import { withSql } from './sql-session.js';

/**
 * Starts what a record is of once more, with nobody let in, until everything that was begun has ended, and stops it again.
 * Databases run on.
 * @param to the profile that is to take over
 */
export async function drain(
  session: Session,
  record: PlacementRecord,
  places: Places,
  { to, limitMs }: { to: string; limitMs: number },
): Promise<void> {
  const { progress, supervisor, brokers, directory, stop } = session;
  const elsewhere = new Map<string, string>();
  for (const { name, location } of record.databases)
    if (!isEmbedded(location)) elsewhere.set(name, await places.urlOf({ database: name, location }));
  const whole = planOfRecord(record, (database) => elsewhere.get(database));
  // One of each is enough to end what was begun.
  const plan = { ...whole, services: whole.services.map((service) => ({ ...service, replicas: 1 })) };
  const addresses = {
    ...(await chooseAddresses(plan, 0)),
    gateway: undefined,
    // It does not run. Who has to be brought something from there must not go on without it.
    eventStore: record.archived ? nowhereAddress : undefined,
  };
  progress.note(`${record.profile} is started once more, with nobody let in, to end what was begun under it`);
  const deployment = new Deployment({
    ...session,
    ...{ plan, addresses, deploymentId: record.deploymentId, demo: record.demo !== 'left out' },
    broker: record.broker ? brokers.again(directory, record.broker) : undefined,
  });
  await deployment.start().catch((error: unknown) => {
    throw new DeploymentError(
      `${record.profile} has to run once more before its data moves, and cannot: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  });
  const left = await progress.step(
    'Waiting until nothing is under way',
    () =>
      untilQuiet({
        services: addresses.services.flatMap(({ replicas }) => replicas.map(({ url }) => url)),
        recorded: () => lastRecorded(record, places),
        ...{ limitMs, signal: stop.signal },
      }),
    (found) => (found.length === 0 ? 'nothing is under way' : 'something is still under way'),
  );
  await supervisor.stop(({ kind }) => kind !== 'database');
  if (left.length === 0) return;
  throw new DeploymentError(
    `What was begun under profile "${record.profile}" has not ended within ${limitMs / 1000} s (${left.join(', ')}): ` +
      `run "whereabouts move --profile ${to}" to give it more time, or start "${record.profile}" as it was.`,
  );
}

/** Where the numbering of everything stands that modules number: a message that is recorded takes a number. */
async function lastRecorded({ modules, databases }: PlacementRecord, places: Places): Promise<string> {
  const numberings = databases.map(async ({ name, location }) => {
    const schemas = modules.filter(({ database }) => database === name).map(({ schema }) => schema);
    return withSql(await places.urlOf({ database: name, location }), async (sql) => {
      const { rows } = await sql.query<{ numbers: string | null }>(
        `SELECT string_agg(concat(last_value), ',' ORDER BY schemaname, sequencename) AS numbers
           FROM pg_sequences WHERE schemaname = ANY ($1)`,
        [schemas],
      );
      return rows[0]?.numbers ?? '';
    });
  });
  return (await Promise.all(numberings)).join(';');
}
