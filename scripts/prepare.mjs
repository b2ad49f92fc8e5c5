// Runs before `npm start` and `npm test`: installs and builds what is missing or out of date, nothing otherwise.
// Node's built-ins only, and nothing newer than Node 18: on a fresh clone there is nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installedMatchesLock, lockHash, projectsWithoutOutput, sourcesFingerprint } from './freshness.mjs';
import { unmetTestNeed } from './test-needs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamps = join(root, 'node_modules', '.whereabouts');
const installStamp = join(stamps, 'installed');
const buildStamp = join(stamps, 'built');

try {
  install();
  build();
  if (process.argv.includes('--test')) {
    const unmet = unmetTestNeed(root);
    if (unmet) fail(unmet);
  }
} catch (error) {
  fail(
    error.code === 'ENOSPC'
      ? `The disk of ${root} is full: free about 1 GB.`
      : `Preparing ${root} failed: ${error.message}`,
  );
}

function install() {
  const lock = lockHash(root);
  if (read(installStamp) === lock) return;
  if (!installedMatchesLock(root)) {
    const npm = process.env.npm_execpath;
    // npm's own Node, not the pinned one from node_modules, which `npm ci` is about to replace.
    const [command, ...first] = npm ? [process.env.npm_node_execpath ?? process.execPath, npm] : ['npm'];
    say('Installing dependencies (npm ci) …', () =>
      run(command, [...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
        failure:
          'Installing dependencies failed: npm says why above. Is the network reachable, and is there about 1 GB of disk left?',
      }),
    );
  }
  write(installStamp, lock);
}

function build() {
  const fingerprint = sourcesFingerprint(root);
  if (read(buildStamp) === fingerprint && projectsWithoutOutput(root).length === 0) return;
  rmSync(buildStamp, { force: true });
  const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(node)) {
    fail(
      `The pinned Node.js is missing (${node}): remove node_modules and start again, with install scripts allowed.`,
    );
  }
  say('Building (tsc -b) …', () =>
    run(node, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b'], {
      failure: 'The build failed: the compiler says why above.',
    }),
  );
  write(buildStamp, fingerprint);
}

function run(command, args, { failure }) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (error || status !== 0) fail(failure);
}

function say(what, work) {
  const since = Date.now();
  console.log(what);
  work();
  console.log(`  done in ${((Date.now() - since) / 1000).toFixed(1)} s`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function write(path, text) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(path, text);
}
