import { describeProfile, hasGateway, type Catalogue, type ResolvedProfile } from '@platform/profile';
import { markdownTable, placementTable } from './placement-table.js';

/** All shipped profiles as Markdown: depends on the profiles alone, so the same files always give the same text. */
export function whereDataLives(profiles: readonly ResolvedProfile[], catalogue: Catalogue): string {
  return [
    '# Where the data lives',
    '',
    'Every profile that ships, drawn from `profiles/` by `test/architecture`; `npm run docs` draws it anew. A module lives in the schema',
    'of its name, in the database that stands before it. `npx whereabouts profile explain NAME` says what follows from a profile, and',
    '`profile diff A B` what is lost and won between two.',
    '',
    overview(profiles, catalogue),
    '',
    ...profiles.flatMap((profile) => section(profile, catalogue)),
  ].join('\n');
}

function overview(profiles: readonly ResolvedProfile[], catalogue: Catalogue): string {
  const rows = profiles.map((profile) => {
    const { cost, promises } = describeProfile(profile, catalogue);
    const atomic = promises.some(({ id, holds }) => id === `atomic-${catalogue.saga.name}` && holds === true);
    return [
      `[${profile.name}](#${profile.name})`,
      String(processesOf(profile)),
      String(profile.databases.length),
      profile.transport,
      profile.coordination,
      atomic ? 'yes' : 'no',
      String(cost.commits.length),
      String(cost.hops),
    ];
  });
  const head = ['profile', 'processes', 'databases', 'transport', 'checkout', 'atomic', 'commits', 'hops'];
  return markdownTable([head, ...rows]);
}

function section(profile: ResolvedProfile, catalogue: Catalogue): readonly string[] {
  const { outages } = describeProfile(profile, catalogue);
  const refused = outages
    .filter(({ checkouts }) => checkouts === 'refused')
    .map(({ part: { kind, name } }) => (kind === name ? kind : `${kind} ${name}`));
  return [
    `## ${profile.name}`,
    '',
    profile.description,
    '',
    '```mermaid',
    'flowchart LR',
    ...flow(profile).map((line) => `  ${line}`),
    '```',
    '',
    placementTable(profile),
    '',
    `While one of these is away, checkouts are refused: ${refused.join(', ')}.`,
    '',
  ];
}

/** Processes on the left, databases on the right, an arrow where a service keeps modules in a database. */
function flow(profile: ResolvedProfile): readonly string[] {
  const { services, databases, modules } = profile;
  const label = (name: string, replicas: number) => (replicas === 1 ? name : `${name} × ${replicas}`);
  return [
    ...services.map(({ name, replicas }, n) => `s${n}["${label(name, replicas)}"]`),
    ...databases.map(({ name }, n) => `d${n}[("${name}")]`),
    ...(hasGateway(profile) ? services.map((_, n) => `gateway(["gateway"]) --> s${n}`) : []),
    ...services.flatMap((service, n) =>
      databases.flatMap((database, m) => {
        const kept = modules.filter(
          (module) => module.service === service.name && module.database === database.name,
        );
        return kept.length === 0 ? [] : `s${n} -- "${kept.map(({ name }) => name).join(', ')}" --> d${m}`;
      }),
    ),
  ];
}

function processesOf({ services }: ResolvedProfile): number {
  return services.reduce((sum, { replicas }) => sum + replicas, 0);
}
