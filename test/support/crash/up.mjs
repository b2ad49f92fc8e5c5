// `whereabouts up` with the service of the crash tests in the place of the product's: `node up.mjs DATA_DIRECTORY PORT`.
import { loadProfile } from '@platform/profile';
import { fileURLToPath } from 'node:url';

const cli = (path) => import(new URL(`../../../apps/cli/dist/${path}`, import.meta.url));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [data, port] = process.argv.slice(2);
const [{ runUp }, { DataDirectory }, { planOf }, { entryPoints }, { machineBrokers }, { profileOptions }] =
  await Promise.all(
    [
      'commands/up/run-up.js',
      'deployment/data-directory.js',
      'deployment/deployment-plan.js',
      'deployment/entry-points.js',
      'deployment/broker/machine-brokers.js',
      'profile-options.js',
    ].map(cli),
  );

await runUp({
  plan: planOf(loadProfile('monolith', profileOptions)),
  directory: new DataDirectory(data),
  brokers: machineBrokers,
  entries: { ...entryPoints, service: here('./service.mjs') },
  ...{ port: Number(port), demo: false, output: process.stdout },
});
