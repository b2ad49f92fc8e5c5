import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OLDEST_JAVA = 17;
const answerLimitMs = 20_000;

/** The Java to run Kafka with: of JAVA_HOME, else of the path; undefined when there is none of at least version 17. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const home = env['JAVA_HOME'];
  const candidates = [...(home === undefined || home === '' ? [] : [join(home, 'bin', 'java')]), 'java'];
  for (const java of candidates) {
    if ((await javaVersion(java, env)) >= OLDEST_JAVA) return java;
  }
  return undefined;
}

export async function hasMaven(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  return run('mvn', ['--version'], { env, timeout: answerLimitMs }).then(
    () => true,
    () => false,
  );
}

/** The feature release, 0 when it cannot be run. Releases before 9 called themselves 1.x. */
async function javaVersion(java: string, env: NodeJS.ProcessEnv): Promise<number> {
  try {
    const { stderr, stdout } = await run(java, ['-version'], { env, timeout: answerLimitMs });
    return Number(/version "(?:1\.)?(\d+)/.exec(stderr + stdout)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
