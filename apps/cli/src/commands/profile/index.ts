import { jsonSchema, loadProfile } from '@platform/profile';
import { Option, type Command } from 'commander';
import { profileOptions } from '../../profile-options.js';
import { comparison } from './comparison.js';
import { explanation, type Format } from './explanation.js';
import { listing } from './listing.js';
import { rendering } from './rendering.js';
import { summary } from './summary.js';

export function register(program: Command): void {
  const profile = program
    .command('profile')
    .description('Look at deployment profiles, without starting anything')
    .addHelpText('after', examples('list', 'check my-profile.yaml', 'explain monolith'));
  const print = (text: string): void => void process.stdout.write(`${text}\n`);

  profile
    .command('list')
    .description('List the profiles that can be named')
    .addHelpText('after', examples('list'))
    .action(() => print(listing(profileOptions)));
  profile
    .command('check')
    .argument('<file>', 'a YAML file, or the name of a profile')
    .description('Validate a profile; what is wrong is said in one sentence each')
    .addHelpText('after', examples('check my-profile.yaml', 'check monolith'))
    .action((file: string) => print(summary(loadProfile(file, profileOptions))));
  profile
    .command('explain')
    .argument('<name>', 'the name of a profile, or a YAML file')
    .description(
      "Show where each module's data lives, what a checkout costs, each promise with its reason, and what an outage takes down",
    )
    .addOption(
      new Option('--mermaid', 'only the course of a checkout, as a Mermaid sequence diagram').conflicts(
        'json',
      ),
    )
    .option('--json', 'the same for programs')
    .addHelpText(
      'after',
      examples('explain monolith', 'explain ./my-profile.yaml', 'explain hybrid --mermaid'),
    )
    .action((name: string, format: Format) => print(explanation(loadProfile(name, profileOptions), format)));
  profile
    .command('diff')
    .argument('<a>', 'the name of a profile, or a YAML file')
    .argument('<b>', 'the same, of the one to compare it with')
    .description('Show what is lost and what is won by going from one profile to another')
    .option('--json', 'the same for programs')
    .addHelpText(
      'after',
      examples('diff monolith microservices-choreography', 'diff hybrid ./my-profile.yaml'),
    )
    .action((a: string, b: string, format: Format) =>
      print(comparison(loadProfile(a, profileOptions), loadProfile(b, profileOptions), format)),
    );
  profile
    .command('render')
    .argument('<format>', 'compose: a file for Docker Compose')
    .argument('<name>', 'the name of a profile, or a YAML file')
    .description('Write a profile as containers, to standard output')
    .option('--for-up', 'with a PostgreSQL and a Kafka for "whereabouts up" on this machine')
    .addHelpText('after', examples('render compose hybrid > docker-compose.yml'))
    .action((format: string, name: string, { forUp = false }: { forUp?: boolean }) =>
      print(rendering(format, loadProfile(name, profileOptions), { forUp })),
    );
  profile
    .command('schema')
    .description('Print the JSON Schema of profile files, for editors')
    .addHelpText('after', examples('schema > profiles/profile.schema.json'))
    .action(() => print(JSON.stringify(jsonSchema(profileOptions.catalogue), null, 2)));
}

function examples(...commands: readonly string[]): string {
  return `\nExamples:\n${commands.map((command) => `  $ whereabouts profile ${command}`).join('\n')}`;
}
