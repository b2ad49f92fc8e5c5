import type { Catalogue, GatewayConfiguration } from '@platform/profile';

export interface Route {
  /** A first path segment with its slash: `/orders`. */
  readonly path: string;
  readonly service: string;
}

/**
 * Which service has which path, through the module that owns it.
 * @throws Error in one sentence unless every module of the catalogue is hosted by exactly one service
 */
export function routingTable(
  { modules }: Pick<Catalogue, 'modules'>,
  { services }: Pick<GatewayConfiguration, 'services'>,
): Route[] {
  for (const { name, modules: hosted } of services) {
    const unknown = hosted.find((module) => modules.every(({ name }) => name !== module));
    if (unknown !== undefined)
      throw new Error(`The service "${name}" hosts "${unknown}", which is no module.`);
  }
  return modules.flatMap(({ name, paths }) => {
    const [host, another] = services.filter((service) => service.modules.includes(name));
    if (!host) throw new Error(`No service hosts the module "${name}".`);
    if (another)
      throw new Error(`The services "${host.name}" and "${another.name}" both host the module "${name}".`);
    return paths.map((path) => ({ path, service: host.name }));
  });
}
