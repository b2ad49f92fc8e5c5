import type { DatabaseServers } from '../database-servers.js';
import { DeploymentError } from '../deployment-error.js';
import type { DeploymentPlan } from '../deployment-plan.js';
import { isEmbedded, locationOf } from '../placement-record.js';
import type { Place } from './difference.js';

/** The ways to the databases that a move touches. */
export class Places {
  constructor(
    private readonly databases: DatabaseServers,
    private readonly plan: DeploymentPlan,
    /** Addresses with log-in by the name that a database had, for those that the plan does not use any more. */
    private readonly given: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** Starts it where it is embedded. @throws DeploymentError when nobody knows how to log in */
  async urlOf({ database, location }: Place): Promise<string> {
    if (isEmbedded(location)) {
      await this.databases.start(database);
      return this.databases.urlOf(database);
    }
    const known =
      this.given.get(database) ??
      this.plan.databases.find(({ url }) => url !== undefined && locationOf(url) === location)?.url;
    if (known !== undefined) return known;
    throw new DeploymentError(
      `Database ${database} was at ${location}, and profile "${this.plan.profile}" does not say how to log in there: ` +
        `run "whereabouts move --profile ${this.plan.profile} --from ${database}=postgres://USER:PASSWORD@${location}", ` +
        `or, where a dump of it was restored to its new address, "whereabouts recover --profile ${this.plan.profile}".`,
    );
  }
}
