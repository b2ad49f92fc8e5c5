import type { Catalogue } from '../catalogue.js';
import type { ResolvedProfile } from '../placement/resolved-profile.js';

/** Something of a deployment that can be away by itself. A `replica` is one process of a service that has several. */
export interface Part {
  readonly kind: 'gateway' | 'service' | 'replica' | 'database' | 'broker' | 'event-store' | 'provider';
  readonly name: string;
}

/** Whether one origin stands in front of the services; a single process is its own. */
export function hasGateway({ services }: ResolvedProfile): boolean {
  return services.length > 1 || services.some(({ replicas }) => replicas > 1);
}

export function partsOf(profile: ResolvedProfile, { saga }: Catalogue): readonly Part[] {
  const { services, databases, transport, eventStore } = profile;
  const outside = new Set(saga.steps.flatMap(({ external }) => external ?? []));
  return [
    ...(hasGateway(profile) ? [{ kind: 'gateway' as const, name: 'gateway' }] : []),
    ...services.map(({ name }) => ({ kind: 'service' as const, name })),
    ...services
      .filter(({ replicas }) => replicas > 1)
      .map(({ name }) => ({ kind: 'replica' as const, name })),
    ...databases.map(({ name }) => ({ kind: 'database' as const, name })),
    ...(transport === 'in-process' ? [] : [{ kind: 'broker' as const, name: transport }]),
    ...(eventStore === null ? [] : [{ kind: 'event-store' as const, name: 'event-store' }]),
    ...[...outside].map((name) => ({ kind: 'provider' as const, name })),
  ];
}

/** The modules that cannot work while the part is away. */
export function modulesDownWithout(
  part: Part,
  { services, databases, modules }: ResolvedProfile,
): readonly string[] {
  switch (part.kind) {
    case 'gateway':
      return modules.map(({ name }) => name);
    case 'service':
      return services.find(({ name }) => name === part.name)?.modules ?? [];
    case 'database':
      return databases.find(({ name }) => name === part.name)?.modules ?? [];
    default:
      return [];
  }
}
