// npm test [-- pattern and other Jest arguments]: every Jest project in order, end to end once for each profile that ships, and
// one line of totals at the end. E2E_PROFILE chooses one profile, E2E_PROFILES several, separated by commas.
// npm run test:profiles [-- --count N --seed S]: a short end-to-end run over N legal profiles that the seed chooses; one of them
// is part of every whole run.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLegalProfiles } from './legal-profiles.mjs';
import { addUp, failuresOf, totals } from './test-totals.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
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
  title: `legal profile of seed ${seed}`,
}));

// Deployments are started one at a time, or they would measure each other.
const groups = legal.only
  ? drawn
  : given.includes('--selectProjects')
    ? [{ args: given.some((arg) => ['e2e', 'crash'].includes(arg)) ? ['--runInBand'] : [] }]
    : [
        { args: ['--selectProjects', 'unit', '--maxWorkers=2'] },
        // They wait a lot.
        { args: ['--selectProjects', 'integration', '--maxWorkers=3'] },
        ...profiles.map((profile) => ({
          args: ['--selectProjects', 'e2e', '--runInBand'],
          profile,
          title: `profile ${profile}`,
        })),
        ...(given.length === 0 ? drawn : []),
        { args: ['--selectProjects', 'crash', '--runInBand'] },
      ];

// A Ctrl-C reaches Jest too, as it is in the same process group: let it stop what its tests started.
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    interrupted = true;
    if (signal === 'SIGTERM') running?.kill(signal);
  });
}

let running;
let sum = totals();
const failures = [];
for (const [index, group] of groups.entries()) {
  if (interrupted) break;
  const result = await runJest(group, join(reports, `${index}.json`));
  sum = addUp(sum, result);
  failures.push(...failuresOf(result, root));
}
rmSync(reports, { recursive: true, force: true });

if (interrupted) console.log('Interrupted: not every test has run.');
else if (sum.passed + sum.failed === 0) console.log('No test matched.');
if (sum.skipped > 0) console.log(`${sum.skipped} skipped`);
for (const failure of failures) console.log(`\nFailed: ${failure}`);
process.exitCode = interrupted || sum.failed > 0 || sum.broken || sum.passed === 0 ? 1 : 0;
console.log(`${sum.passed} passed, ${sum.failed} failed`);

/** @returns how it ended, and what it reported: nothing, where it did not come to that */
async function runJest({ args: group, profile, title }, report) {
  if (title !== undefined) console.log(`\nEnd to end, ${title}`);
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    jest,
    '--passWithNoTests',
  ];
  // What was given comes first: --selectProjects would take a pattern behind it for another project.
  running = spawn(process.execPath, [...args, '--json', `--outputFile=${report}`, ...given, ...group], {
    cwd: root,
    env: { ...process.env, ...(profile !== undefined && { E2E_PROFILE: profile }) },
    stdio: ['inherit', 'ignore', 'inherit'], // stdout is the report, which nobody wants to read
  });
  const code = await new Promise((resolve) => {
    running.once('error', () => resolve(1));
    running.once('close', resolve);
  });
  try {
    return { code, title, report: JSON.parse(readFileSync(report, 'utf8')) };
  } catch {
    return { code, title, report: undefined };
  }
}

function readArguments(args) {
  const only = args[0] === '--legal-profiles';
  // The same one in every whole run: what a new seed finds is for whoever asks for it.
  if (!only) return { given: args, legal: { only, count: 1, seed: 101 } };
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
