// `whereabouts up` with the service and the Event Store of the crash tests in the place of the product's: `node up.mjs DATA_DIRECTORY PORT PROFILE`.
import { loadProfile } from '@platform/profile';
import { fileURLToPath } from 'node:url';

const cli = (path) => import(new URL(`../../../apps/cli/dist/${path}`, import.meta.url));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [data, port, profile] = process.argv.slice(2);
const [{ runUp }, { DataDirectory }, { planOf }, { entryPoints }, { profileOptions }] = await Promise.all(
  [
    'commands/up/run-up.js',
    'deployment/data-directory.js',
    'deployment/deployment-plan.js',
    'deployment/entry-points.js',
    'profile-options.js',
  ].map(cli),
);

await runUp({
  plan: planOf(loadProfile(profile, profileOptions)),
  directory: new DataDirectory(data),
  entries: { ...entryPoints, service: here('./service.mjs'), eventStore: here('./event-store.mjs') },
  ...{ port: Number(port), demo: false, output: process.stdout },
});
