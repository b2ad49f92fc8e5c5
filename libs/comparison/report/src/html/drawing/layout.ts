import type { ProfileFacts } from '@comparison/protocol';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ModuleCell extends Box {
  readonly name: string;
  readonly keepsEvents: boolean;
}

export interface ServiceBox extends Box {
  readonly name: string;
  readonly replicas: number;
  readonly modules: readonly ModuleCell[];
}

export interface Cylinder extends Box {
  readonly name: string;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly gateway: Box | null;
  readonly broker: Box | null;
  readonly services: readonly ServiceBox[];
  readonly eventStore: Box | null;
  readonly databases: readonly Cylinder[];
  /** From a service to a database: x above, y above, x below, y below. */
  readonly lines: readonly (readonly [number, number, number, number])[];
}

const CELL = 15;
const PAD = 3;
const GAP = 5;
const BAR = 11;
const REPLICA = 3;

/** Where everything stands: gateway and broker above, services in a row with their modules, databases under who uses them. */
export function layoutOf(facts: ProfileFacts): Layout {
  const serviceTop = (facts.hasGateway ? BAR + 9 : 0) + (facts.hasBroker ? BAR + 8 : 0) + 2 * REPLICA + 1;
  const services = placeServices(facts, serviceTop);
  const servicesEnd = right(services.at(-1));
  const height = CELL + 2 * PAD;
  const eventStore = facts.hasEventStore ? { x: servicesEnd + GAP, y: serviceTop, width: 22, height } : null;
  const end = right(eventStore ?? services.at(-1));
  const databaseTop = serviceTop + height + 20;
  const databases = placeDatabases(facts, services, eventStore, databaseTop);
  const width = Math.max(end, right(databases.at(-1)));
  const bar = (y: number) => ({ x: 0, y, width: Math.max(end, 60), height: BAR });
  return {
    ...{ width: Math.max(width, 60), height: databaseTop + 30, services, eventStore, databases },
    gateway: facts.hasGateway ? bar(0) : null,
    broker: facts.hasBroker ? bar(facts.hasGateway ? BAR + 9 : 0) : null,
    lines: linesOf(facts, services, eventStore, databases),
  };
}

function placeServices({ services, databases }: ProfileFacts, y: number): readonly ServiceBox[] {
  // One process over many databases is as wide as they are, so that lines go straight down.
  const spread =
    services.length === 1
      ? Math.max(0, databases.length * 25 - (services[0]?.modules.length ?? 0) * CELL)
      : 0;
  let x = 0;
  return services.map(({ name, replicas, modules }) => {
    const step = CELL + spread / Math.max(modules.length, 1);
    const width = modules.length * step + 2 * PAD;
    const left = x;
    x += width + GAP + (replicas > 1 ? 2 * REPLICA : 0);
    return {
      ...{ name, replicas, x: left, y, width, height: CELL + 2 * PAD },
      modules: modules.map((module, index) => ({
        ...{ name: module.name, keepsEvents: module.keptAs === 'events' },
        ...{ x: left + PAD + index * step + (step - CELL) / 2, y: y + PAD, width: CELL, height: CELL },
      })),
    };
  });
}

function placeDatabases(
  facts: ProfileFacts,
  services: readonly ServiceBox[],
  eventStore: Box | null,
  y: number,
): readonly Cylinder[] {
  const cells = services.flatMap(({ modules }) => modules);
  const wanted = facts.databases
    .map(({ name, modules }) => {
      const users = cells.filter((cell) => modules.includes(cell.name)).map(middle);
      const centre = users.length > 0 ? mean(users) : eventStore ? middle(eventStore) : 0;
      return { name, centre, width: Math.min(18 + (modules.length > 1 ? modules.length * 7 : 0), 74) };
    })
    .toSorted((a, b) => a.centre - b.centre);
  let end = 0;
  return wanted.map(({ name, centre, width }) => {
    const x = Math.max(end, centre - width / 2);
    end = x + width + GAP;
    return { name, x, y, width, height: 28 };
  });
}

function linesOf(
  { services, databases }: ProfileFacts,
  boxes: readonly ServiceBox[],
  eventStore: Box | null,
  cylinders: readonly Cylinder[],
): Layout['lines'] {
  const cylinderOf = (name: string) => cylinders.find((one) => one.name === name);
  const line = (xs: readonly number[], from: Box, to: Cylinder | undefined) =>
    to ? [[mean(xs), from.y + from.height, middle(to), to.y] as const] : [];
  return [
    ...boxes.flatMap((box, index) => {
      const placed = services[index]?.modules ?? [];
      return [...new Set(placed.map(({ database }) => database))].flatMap((database) =>
        line(
          placed.flatMap((module, at) => {
            const cell = box.modules[at];
            return module.database === database && cell ? [middle(cell)] : [];
          }),
          box,
          cylinderOf(database),
        ),
      );
    }),
    ...(eventStore
      ? databases
          .filter(({ modules }) => modules.length === 0)
          .flatMap(({ name }) => line([middle(eventStore)], eventStore, cylinderOf(name)))
      : []),
  ];
}

export const middle = ({ x, width }: Box) => x + width / 2;
const right = (box: Box | undefined) => (box ? box.x + box.width : 0);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
