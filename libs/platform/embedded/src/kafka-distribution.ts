import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedBrokerError } from './embedded-broker-error.js';

const run = promisify(execFile);

/** The same as the image in docker-compose.yml. */
const KAFKA_VERSION = '4.1.1';
const LIBRARIES = [
  ['org.apache.kafka', 'kafka_2.13', KAFKA_VERSION],
  ['org.slf4j', 'slf4j-simple', '1.7.36'],
] as const;
const downloadLimitMs = 5 * 60_000;

/** Where Kafka's jars are kept, outside any repository: one download serves every checkout on the machine. */
export function kafkaCacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const cache = env['XDG_CACHE_HOME'];
  const root = cache !== undefined && cache.startsWith('/') ? cache : join(homedir(), '.cache');
  return join(root, 'whereabouts', `kafka-${KAFKA_VERSION}`);
}

/** True when a start needs no download. */
export async function kafkaIsCached(env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  return holdsKafka(kafkaCacheDirectory(env));
}

/**
 * Returns the directory of Kafka's jars; resolved by Maven when the cache has none yet. Processes that do so at the same time
 * each download into a directory of their own, and the first that is done gives it its name: nobody sees half of it.
 */
export async function kafkaJars(
  { onDownload }: { readonly onDownload?: () => void } = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const directory = kafkaCacheDirectory(env);
  if (await holdsKafka(directory)) return directory;
  onDownload?.();
  const parent = join(directory, '..');
  await mkdir(parent, { recursive: true });
  const unfinished = await mkdtemp(join(parent, 'download-'));
  try {
    const jars = join(unfinished, 'jars');
    await copyDependencies(unfinished, jars, env);
    await putInPlace(jars, directory);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return directory;
}

async function copyDependencies(project: string, jars: string, env: NodeJS.ProcessEnv): Promise<void> {
  await writeFile(join(project, 'pom.xml'), pom());
  const args = ['--batch-mode', '--quiet', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
  try {
    await run('mvn', args, { cwd: project, env, timeout: downloadLimitMs, maxBuffer: 16 * 1024 * 1024 });
  } catch (cause) {
    const output = (cause as { stdout?: string }).stdout ?? '';
    const reason = /^\[ERROR\] (.*)$/m.exec(output)?.[1] ?? (cause as Error).message.split('\n')[0];
    throw new EmbeddedBrokerError(
      `Kafka ${KAFKA_VERSION} could not be fetched with Maven (${reason ?? 'unknown'}): is the network reachable, and is there about 100 MB of disk left?`,
      { cause },
    );
  }
}

async function putInPlace(jars: string, directory: string): Promise<void> {
  try {
    await rename(jars, directory);
  } catch (error) {
    // Another process was faster, or what is there is the rest of something that was taken apart.
    if (await holdsKafka(directory)) return;
    await rm(directory, { recursive: true, force: true });
    await rename(jars, directory).catch(async () => {
      if (!(await holdsKafka(directory))) throw error;
    });
  }
}

async function holdsKafka(directory: string): Promise<boolean> {
  const names: readonly string[] = await readdir(directory).catch(() => []);
  return LIBRARIES.every(([, artifact, version]) => names.includes(`${artifact}-${version}.jar`));
}

function pom(): string {
  const dependencies = LIBRARIES.map(
    ([group, artifact, version]) =>
      `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  );
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>whereabouts</groupId><artifactId>embedded-kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${dependencies.join('')}</dependencies>
</project>
`;
}
