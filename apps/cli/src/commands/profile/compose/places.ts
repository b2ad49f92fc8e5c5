import { hasGateway, type ResolvedDatabase, type ResolvedProfile } from '@platform/profile';

/** Inside its container every part of ours listens here. */
export const port = 3000;

/** What answers the outside world: the gateway, else the one process there is. */
export function originOf(profile: ResolvedProfile): string {
  const [origin] = [...(hasGateway(profile) ? ['gateway'] : []), ...profile.services.flatMap(hostsOf)];
  return origin ?? 'gateway';
}

/** Names of a service's containers, one per replica. No name of a profile can be the name of another part's. */
export function hostsOf({
  name,
  replicas,
}: {
  readonly name: string;
  readonly replicas: number;
}): [string, ...string[]] {
  return [
    `service-${name}-0`,
    ...Array.from({ length: replicas - 1 }, (_, index) => `service-${name}-${index + 1}`),
  ];
}

export function urlsOf(service: { readonly name: string; readonly replicas: number }): string[] {
  return hostsOf(service).map((host) => `http://${host}:${port}`);
}

export function hostOfDatabase({ name }: ResolvedDatabase): string {
  return `database-${name}`;
}

/** Where each module answers, whichever replica is asked. */
export function peersOf(profile: ResolvedProfile): { module: string; urls: string[] }[] {
  const urls = new Map(
    profile.services.flatMap((service) =>
      service.modules.map((module) => [module, urlsOf(service)] as const),
    ),
  );
  return profile.modules.map(({ name }) => ({ module: name, urls: urls.get(name) ?? [] }));
}

/** Hosts of the databases that run in containers: all of them, or those that a service uses. */
export function databaseHosts({ databases }: ResolvedProfile, used?: readonly string[]): readonly string[] {
  return databases
    .filter(({ name, url }) => url === null && (used?.includes(name) ?? true))
    .map(hostOfDatabase);
}
