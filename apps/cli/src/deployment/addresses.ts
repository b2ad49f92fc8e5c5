import type { ServiceConfiguration } from '@platform/profile';
import type { DeploymentPlan } from './deployment-plan.js';
import { freePorts } from './free-port.js';

const host = '127.0.0.1';

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

/** Where everything will answer, fixed before anything starts and the same after every restart of a part. */
export interface Addresses {
  /** What users are told: the gateway's where there is one, else the service's. */
  readonly origin: Address;
  /** Undefined where one process answers all requests. */
  readonly gateway: Address | undefined;
  readonly provider: Address;
  /** Undefined where there is none. */
  readonly eventStore: Address | undefined;
  /** One address for each replica of each service of the plan. */
  readonly services: readonly {
    readonly name: string;
    readonly modules: readonly string[];
    readonly replicas: readonly Address[];
  }[];
  readonly peers: ServiceConfiguration['peers'];
}

/** @param wanted the public port; 0 for any */
export async function chooseAddresses(plan: DeploymentPlan, wanted: number): Promise<Addresses> {
  const count = plan.services.reduce((sum, { replicas }) => sum + replicas, 0);
  const [origin, provider, store, ...free] = (await freePorts(count + 3, wanted)).map(address);
  if (!origin || !provider || !store) throw new Error('No port was found.');
  const several = count > 1;
  const replicas = several ? free : [origin];
  const services = plan.services.map((service) => ({
    name: service.name,
    modules: service.modules,
    replicas: replicas.splice(0, service.replicas),
  }));
  return {
    ...{ origin, provider, services, gateway: several ? origin : undefined },
    eventStore: plan.eventStore ? store : undefined,
    peers: services.flatMap(({ modules, replicas: hosts }) =>
      modules.map((module) => ({ module, urls: hosts.map(({ url }) => url) })),
    ),
  };
}

function address(port: number): Address {
  return { host, port, url: `http://${host}:${port}` };
}
