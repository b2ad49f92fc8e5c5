import type { Catalogue } from '../catalogue.js';
import type { ProfileFile } from '../file/profile.schema.js';
import type { KeyPath, Problems } from '../problems.js';
import { list, suggest } from '../wording.js';
import type { ResolvedModule } from './resolved-profile.js';

/** Where each module runs and keeps its data. Modules that cannot be placed are left out and reported. */
export function placeModules(
  file: ProfileFile,
  catalogue: Catalogue,
  problems: Problems,
): readonly ResolvedModule[] {
  checkNames(file, catalogue, problems);
  return catalogue.modules.flatMap(({ name, eventSourceable }) => {
    const service = hostOf(name, file, problems);
    if (service === undefined) return [];
    const database = databaseOf(name, service, file);
    if (database === undefined) {
      problems.add(
        ['services', service],
        `the module ${name} has no database`,
        'add database to this service, or to the profile as the default for all',
      );
      return [];
    }
    const asEvents = eventSourceable && file.eventSourced?.includes(name) === true;
    return [
      {
        name,
        service,
        database,
        schema: name,
        persistence: asEvents ? ('events' as const) : ('state' as const),
      },
    ];
  });
}

/** The three steps: the module's own entry, else its service's, else the profile's default. */
function databaseOf(module: string, service: string, file: ProfileFile): string | undefined {
  return (
    entryOf(file.modules, module)?.database ?? entryOf(file.services, service)?.database ?? file.database
  );
}

function hostOf(module: string, file: ProfileFile, problems: Problems): string | undefined {
  const hosts = Object.entries(file.services).flatMap(([service, { modules }]) =>
    modules.filter((hosted) => hosted === module).map(() => service),
  );
  const distinct = [...new Set(hosts)];
  if (hosts.length === 0) {
    problems.add(['services'], `no service hosts the module ${module}`, "add it to a service's modules");
  } else if (distinct.length > 1) {
    problems.add(
      ['services'],
      `the module ${module} is hosted by ${list(distinct)}`,
      'leave it in one of them',
    );
  } else if (hosts.length > 1) {
    problems.add(
      ['services', ...distinct, 'modules'],
      `the module ${module} is listed twice`,
      'remove one of the two',
    );
  }
  return hosts[0];
}

function checkNames(file: ProfileFile, catalogue: Catalogue, problems: Problems): void {
  const modules = catalogue.modules.map(({ name }) => name);
  const checkModule = (name: string, path: KeyPath) => {
    if (!modules.includes(name)) problems.add(path, `there is no module ${name}`, suggest(name, modules));
  };
  const databases = Object.keys(file.databases);
  const checkDatabase = (name: string | undefined, path: KeyPath) => {
    if (name === undefined || databases.includes(name)) return;
    problems.add(
      path,
      `there is no database ${name}`,
      `${suggest(name, databases)}, or add it under databases`,
    );
  };

  for (const [service, { modules: hosted, database }] of Object.entries(file.services)) {
    hosted.forEach((name, index) => checkModule(name, ['services', service, 'modules', index]));
    checkDatabase(database, ['services', service, 'database']);
  }
  checkDatabase(file.database, ['database']);
  for (const [name, { database }] of Object.entries(file.modules ?? {})) {
    checkModule(name, ['modules', name]);
    checkDatabase(database, ['modules', name, 'database']);
  }
  file.eventSourced?.forEach((name, index) => {
    checkModule(name, ['eventSourced', index]);
    if (catalogue.modules.some((module) => module.name === name && !module.eventSourceable)) {
      problems.add(
        ['eventSourced', index],
        `the module ${name} cannot keep its data as events`,
        'remove it from the list',
      );
    }
  });
}

/** Own keys only: `constructor` is a legal name of a service. */
function entryOf<T>(entries: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return entries && Object.hasOwn(entries, key) ? entries[key] : undefined;
}
