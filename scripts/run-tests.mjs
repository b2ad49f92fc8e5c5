// npm test [-- pattern and other Jest arguments]: every Jest project in order, end to end once for each profile that ships, and
// one line of totals at the end. E2E_PROFILE chooses one profile, E2E_PROFILES several, separated by commas.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addUp, totals } from './test-totals.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const given = process.argv.slice(2);
const reports = mkdtempSync(join(tmpdir(), 'whereabouts-report-'));

const shipped = readdirSync(join(root, 'profiles'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.slice(0, -'.yaml'.length));
const profiles = (process.env.E2E_PROFILE ?? process.env.E2E_PROFILES ?? shipped.join(',')).split(',');

// Deployments are started one at a time, or they would measure each other.
const groups = given.includes('--selectProjects')
  ? [{ args: [] }]
  : [
      { args: ['--selectProjects', 'unit', 'integration'] },
      ...profiles.map((profile) => ({ args: ['--selectProjects', 'e2e', '--runInBand'], profile })),
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
for (const [index, group] of groups.entries()) {
  if (!interrupted) sum = addUp(sum, await runJest(group, join(reports, `${index}.json`)));
}
rmSync(reports, { recursive: true, force: true });

if (interrupted) console.log('Interrupted: not every test has run.');
else if (sum.passed + sum.failed === 0) console.log('No test matched.');
if (sum.skipped > 0) console.log(`${sum.skipped} skipped`);
process.exitCode = interrupted || sum.failed > 0 || sum.broken || sum.passed === 0 ? 1 : 0;
console.log(`${sum.passed} passed, ${sum.failed} failed`);

async function runJest({ args: group, profile }, report) {
  if (profile !== undefined) console.log(`\nEnd to end, profile ${profile}`);
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
    stdio: ['inherit', 'ignore', 'inherit'], // the report is also printed to stdout, which nobody wants to read
  });
  const code = await new Promise((resolve) => {
    running.once('error', () => resolve(1));
    running.once('close', resolve);
  });
  try {
    return { code, report: JSON.parse(readFileSync(report, 'utf8')) };
  } catch {
    return { code, report: undefined };
  }
}
