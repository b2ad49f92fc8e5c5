import { participantsOf, type Catalogue } from '../catalogue.js';
import type { ProfileFile } from '../file/profile.schema.js';
import { Draw } from './draw.js';

/** The most of each; what can run on a small machine is for whoever runs it to say. */
export interface LegalProfileLimits {
  readonly services: number;
  readonly replicas: number;
  readonly databases: number;
}

const generous: LegalProfileLimits = { services: 8, replicas: 2, databases: 8 };

/**
 * A profile that keeps every rule, the same for the same seed: any number of services and databases, modules placed by each of
 * the three steps, every way of coordination, any of the modules that can be kept as events kept so, in process or through Kafka;
 * databases embedded.
 */
export function legalProfile(
  seed: number,
  { modules, saga }: Catalogue,
  limits: LegalProfileLimits = generous,
): ProfileFile {
  const draw = new Draw(seed);
  const names = modules.map(({ name }) => name);
  const checkout = draw.oneOf(['transaction', 'choreography', 'orchestration'] as const);
  // Modules that must stay together are placed as one.
  const participants = participantsOf(saga);
  const units =
    checkout === 'transaction'
      ? [[...participants], ...names.filter((name) => !participants.includes(name)).map((name) => [name])]
      : names.map((name) => [name]);
  const serviceOf = partition(draw, units, 's', limits.services);
  const databaseOf = partition(draw, units, 'd', limits.databases);
  const services = valuesOf(serviceOf);
  const hostedBy = (service: string) => names.filter((name) => serviceOf.get(name) === service);

  const fallback = draw.chance(0.5) ? draw.oneOf(valuesOf(databaseOf)) : undefined;
  const entries = new Map<string, string>();
  const declared = services.map((service) => {
    const hosted = hostedBy(service);
    // Where there is a default, a service need not say where its modules live.
    const own = fallback === undefined || draw.chance(0.6) ? databaseOf.get(draw.oneOf(hosted)) : undefined;
    for (const name of hosted) {
      const wanted = databaseOf.get(name);
      if (wanted !== undefined && (wanted !== (own ?? fallback) || draw.chance(0.1)))
        entries.set(name, wanted);
    }
    const replicas = draw.between(1, limits.replicas);
    return [
      service,
      { modules: hosted, ...(replicas > 1 && { replicas }), ...(own !== undefined && { database: own }) },
    ] as const;
  });
  const transport = services.length === 1 && draw.chance(0.7) ? 'in-process' : 'kafka';
  const settings = {
    ...(draw.chance(0.5) && { topics: { partitions: draw.between(1, 6), replication: 1 } }),
    ...(draw.chance(0.5) && { pool: { max: draw.between(4, 12) } }),
  };
  const asEvents = draw.chance(0.5)
    ? modules.filter(({ eventSourceable }) => eventSourceable && draw.chance(0.6)).map(({ name }) => name)
    : [];
  return {
    description: `Legal profile of seed ${seed}.`,
    services: Object.fromEntries(declared),
    databases: Object.fromEntries(valuesOf(databaseOf).map((name) => [name, {}])),
    ...(fallback !== undefined && { database: fallback }),
    ...(entries.size > 0 && {
      modules: Object.fromEntries([...entries].map(([name, database]) => [name, { database }])),
    }),
    transport,
    checkout,
    ...(asEvents.length > 0 && { eventSourced: asEvents }),
    ...settings,
  };
}

/** Every unit into one of some places, and no place empty. */
function partition(
  draw: Draw,
  units: readonly (readonly string[])[],
  prefix: string,
  most: number,
): ReadonlyMap<string, string> {
  const places = Array.from(
    { length: draw.between(1, Math.min(most, units.length)) },
    (_, index) => `${prefix}${index + 1}`,
  );
  const placed = new Map<string, string>();
  draw.shuffled(units).forEach((unit, index) => {
    const place = places[index] ?? draw.oneOf(places);
    for (const name of unit) placed.set(name, place);
  });
  return placed;
}

function valuesOf(placed: ReadonlyMap<string, string>): string[] {
  return [...new Set(placed.values())].sort();
}
