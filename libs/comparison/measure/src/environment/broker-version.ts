import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Of a Kafka that runs here, by the name of the jar that it was started from; no broker tells its version over the wire. */
export function kafkaVersionOf(pid: number): string | undefined {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    const classPath = command[command.findIndex((word) => word === '-cp' || word === '-classpath') + 1] ?? '';
    const jars = classPath
      .split(':')
      .flatMap((entry) => (entry.endsWith('*') ? readdirSync(dirname(entry)) : entry));
    return jars
      .map((jar) => /(?:^|\/)kafka_[\d.]+-(.+)\.jar$/.exec(jar)?.[1])
      .find((version) => version !== undefined);
  } catch {
    return undefined;
  }
}
