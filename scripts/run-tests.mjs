// npm test [-- pattern and other Jest arguments]: every Jest project, end to end once for each profile that ships, and one line
// of totals at the end. E2E_PROFILE chooses one profile, E2E_PROFILES several, separated by commas.
// npm run test:profiles [-- --count N --seed S]: a short end-to-end run over N legal profiles that the seed chooses; two of them
// are part of every whole run.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JestRuns } from './jest-runs.mjs';
import { writeLegalProfiles } from './legal-profiles.mjs';
import { addUp, totals } from './test-totals.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { given, legal } = readArguments(process.argv.slice(2));
const reports = mkdtempSync(join(tmpdir(), 'whereabouts-report-'));

const shipped = readdirSync(join(root, 'profiles'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));
const profiles = (process.env.E2E_PROFILE ?? process.env.E2E_PROFILES ?? shipped.join(',')).split(',');

const short = 'test/e2e/(checkout|equivalence|idempotency)';
const drawn = writeLegalProfiles(reports, legal.seed, legal.count).map(({ seed, file }) => ({
  args: [short, '--selectProjects', 'e2e', '--runInBand'],
  profile: file,
  title: `End to end, legal profile of seed ${seed}`,
}));

const profileRuns = profiles.map((profile) => ({
  args: ['--selectProjects', 'e2e', '--runInBand'],
  profile,
  title: `End to end, profile ${profile}`,
}));

// Within a run deployments are started one at a time. A run mostly waits for what it broke, so two go on beside each other,
// the longest first.
const stages = legal.only
  ? [drawn]
  : given.includes('--selectProjects')
    ? [[{ args: given.some((arg) => ['e2e', 'crash'].includes(arg)) ? ['--runInBand'] : [] }]]
    : [
        [{ args: ['--selectProjects', 'unit', 'integration', '--maxWorkers=2'] }],
        [
          { args: ['--selectProjects', 'crash', '--runInBand'], title: 'Crash tests' },
          ...profileRuns,
          ...(given.length === 0 ? drawn : []),
        ],
      ];
const LANES = Math.min(2, availableParallelism());

const runs = new JestRuns(root, reports, given);
// A Ctrl-C reaches Jest too, as it is in the same process group: let it stop what its tests started.
process.on('SIGINT', () => runs.interrupt());
process.on('SIGTERM', () => runs.interrupt('SIGTERM'));

let sum = totals();
for (const stage of stages) {
  const left = [...stage];
  const lane = async () => {
    for (let next = left.shift(); next && !runs.interrupted; next = left.shift()) {
      const result = await runs.run(next, { alone: stage.length === 1 });
      sum = addUp(sum, result);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
rmSync(reports, { recursive: true, force: true });

if (runs.interrupted) console.log('Interrupted: not every test has run.');
else if (sum.passed + sum.failed === 0) console.log('No test matched.');
if (sum.skipped > 0) console.log(`${sum.skipped} skipped`);
process.exitCode = runs.interrupted || sum.failed > 0 || sum.broken || sum.passed === 0 ? 1 : 0;
console.log(`${sum.passed} passed, ${sum.failed} failed`);

function readArguments(args) {
  const only = args[0] === '--legal-profiles';
  // The same two in every whole run: what a new seed finds is for whoever asks for it.
  if (!only) return { given: args, legal: { only, count: 2, seed: 101 } };
  const number = (name, otherwise) => {
    const at = args.indexOf(name);
    const value = at < 0 ? otherwise : Number(args[at + 1]);
    if (Number.isInteger(value) && value > 0) return value;
    console.error(`${name} needs a whole number above 0.`);
    process.exit(2);
  };
  const unknown = args.slice(1).find((arg) => !['--count', '--seed'].includes(arg) && !/^\d+$/.test(arg));
  if (unknown !== undefined) {
    console.error(`There is no option ${unknown}: give --count N and --seed S.`);
    process.exit(2);
  }
  return {
    given: [],
    legal: { only, count: number('--count', 5), seed: number('--seed', Date.now() % 1_000_000) },
  };
}
