import { assertSupported, loadProfile } from '@platform/profile';
import { InvalidArgumentError, type Command } from 'commander';
import { DataDirectory } from '../../deployment/data-directory.js';
import { dataOption } from '../../deployment/data-option.js';
import { planOf } from '../../deployment/deployment-plan.js';
import { entryPoints } from '../../deployment/entry-points.js';
import { providerFrom } from '../../deployment/provider-url.js';
import { profileOptions } from '../../profile-options.js';
import { runUp } from './run-up.js';
import { supported } from './supported.js';

interface Flags {
  readonly profile: string;
  readonly port: number;
  readonly data: string;
  readonly demo: boolean;
}

export function register(program: Command): void {
  program
    .command('up')
    .description('Start a profile with everything it needs, and run until Ctrl-C')
    .option('--profile <name|file>', 'the name of a profile, or a YAML file', 'monolith')
    .option('--port <port>', 'of the public address on 127.0.0.1; 0 for any free one', portNumber, 3000)
    .addOption(dataOption())
    .option('--no-demo', 'leave the demo data out of a first start')
    .addHelpText(
      'after',
      '\nEnvironment:\n  PAYMENT_PROVIDER_URL     a payment provider to use instead of the stand-in' +
        '\n  KAFKA_BROKERS            a Kafka to use, host:port, where the profile asks for one' +
        '\n  WHEREABOUTS_ADMIN_TOKEN  opens /admin of the services at the gateway to whoever sends it' +
        '\n\nExamples:\n  $ whereabouts up\n  $ whereabouts up --profile ./my-profile.yaml --port 0 --data /tmp/shop --no-demo',
    )
    .action(async ({ profile, port, data, demo }: Flags) => {
      const resolved = loadProfile(profile, profileOptions);
      assertSupported(resolved, supported);
      const providerUrl = providerFrom(process.env);
      const adminToken = process.env['WHEREABOUTS_ADMIN_TOKEN'];
      goOnWithoutReader();
      await runUp({
        ...{ plan: planOf(resolved), entries: entryPoints, port, demo, output: process.stdout },
        directory: new DataDirectory(data),
        ...(providerUrl !== undefined && { providerUrl }),
        ...(adminToken && { adminToken }),
      });
    });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('Give a number from 0 (any free port) to 65535.');
}

/** A closed pipe (`up | head`) must not cut a running deployment off: it only ends what is shown. */
function goOnWithoutReader(): void {
  process.stdout.removeAllListeners('error').on('error', () => undefined);
}
