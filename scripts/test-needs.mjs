import { spawnSync } from 'node:child_process';
import { statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';

const neededBytes = 1024 ** 3;

/** Whether there is something to take a broker from, in the order in which it is taken. */
function hasBroker() {
  if (process.env.KAFKA_BROKERS) return true;
  const answers = (command, ...args) => {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: 20_000 });
    return status === 0 ? `${stdout}${stderr}` : undefined;
  };
  const java = Number(/version "(\d+)/.exec(answers('java', '-version') ?? '')?.[1]);
  if (java >= 17 && answers('mvn', '--version') !== undefined) return true;
  return answers('docker', 'info') !== undefined;
}

/** Whether there is a browser to open the comparison's report in; the names are those that its test tries. */
function hasChromium() {
  return ['chromium', 'chromium-browser', 'google-chrome'].some(
    (name) => spawnSync('sh', ['-c', `command -v ${name}`]).status === 0,
  );
}

/** What the tests need and this machine does not give, as one sentence; undefined when all is there. */
export function unmetTestNeed(root) {
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < neededBytes) {
    return `The tests keep databases under ${tmpdir()}, which has less than 1 GB left: free some, or set TMPDIR to another directory.`;
  }
  if (!hasBroker()) {
    return 'The tests need a Kafka broker: set KAFKA_BROKERS, start a Docker engine, or install Java 17 or newer and Maven.';
  }
  if (!hasChromium()) {
    return 'The tests open the report of a comparison in a real browser: install Chromium, so that chromium can be started.';
  }
  if (process.getuid?.() !== 0) return undefined;
  // As root, PostgreSQL runs under a user of its own, who must reach its programs and its data.
  for (const start of [root, tmpdir()]) {
    for (let directory = start; ; directory = dirname(directory)) {
      if ((statSync(directory).mode & 0o001) === 0) {
        return `PostgreSQL does not run as root, and the user it runs as instead may not enter ${directory}: run "chmod o+x ${directory}", or run the tests as an ordinary user.`;
      }
      if (directory === dirname(directory)) break;
    }
  }
  return undefined;
}
