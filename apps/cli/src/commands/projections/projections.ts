import type { DataDirectory } from '../../deployment/data-directory.js';
import { DeploymentError } from '../../deployment/deployment-error.js';
import { type AdminClient, adminClientsOf } from '../admin-client.js';
import { type Projection, projections } from './projection.js';

const route = '/admin/projections';

/** The projections of a running deployment. */
export class Projections {
  private constructor(private readonly services: readonly AdminClient[]) {}

  static async of(directory: DataDirectory): Promise<Projections> {
    return new Projections(await adminClientsOf(directory));
  }

  async list(): Promise<Projection[]> {
    const lists = await Promise.all(this.services.map((service) => service.ask(route, projections)));
    return lists.flatMap(({ items }) => items);
  }

  async ofModule(module: string): Promise<Projection[]> {
    return (await this.host(module).ask(route, projections)).items.filter((each) => each.module === module);
  }

  /** Begins to make a module's projections anew. @throws DeploymentError for a module that has none */
  async rebuild(module: string): Promise<Projection[]> {
    return (await this.host(module).ask(`${route}/rebuild`, projections, { module })).items;
  }

  private host(module: string): AdminClient {
    const host = this.services.find(({ modules }) => modules.includes(module));
    if (host) return host;
    const known = this.services.flatMap(({ modules }) => modules);
    throw new DeploymentError(`There is no module ${module} here: there are ${known.sort().join(', ')}.`);
  }
}
