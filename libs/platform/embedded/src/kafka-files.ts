import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedBrokerError } from './embedded-broker-error.js';
import { brokerSettings } from './kafka-settings.js';

const run = promisify(execFile);

/** The files of one embedded broker below its directory. */
export class KafkaFiles {
  readonly data: string;
  readonly properties: string;
  readonly pid: string;
  readonly log: string;

  constructor(readonly directory: string) {
    this.data = join(directory, 'data');
    this.properties = join(directory, 'server.properties');
    this.pid = join(directory, 'broker.pid');
    this.log = join(directory, 'kafka.log');
  }

  /** Makes the directory, or checks that what is in it is a broker's. */
  async prepare(): Promise<void> {
    await mkdir(this.directory, { recursive: true });
    const own = ['data', 'data.new', 'server.properties', 'broker.pid', 'kafka.log', 'kafka.log.1'];
    const stranger = (await readdir(this.directory)).find((name) => !own.includes(name));
    if (stranger !== undefined)
      throw new EmbeddedBrokerError(
        `${this.directory} holds files that are not an embedded broker's (${stranger}): choose an empty data directory.`,
      );
  }

  async writeProperties(ports: KafkaPorts, settings: Readonly<Record<string, string>>): Promise<void> {
    await writeFile(this.properties, asProperties(this.#settings(ports, this.data, settings)));
  }

  /** Formats the storage unless it was done before. */
  async format(java: string, classPath: string): Promise<void> {
    if (await exists(join(this.data, 'meta.properties'))) return;
    const unfinished = `${this.data}.new`;
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished);
    const properties = join(unfinished, 'format.properties');
    await writeFile(properties, asProperties(this.#settings({ client: 1, controller: 2 }, unfinished, {})));
    const id = clusterId();
    const flags = ['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classPath];
    await run(java, [...flags, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', properties]);
    await rm(properties);
    // Renamed only now, so that an interrupted format is never taken for a broker's data.
    await rename(unfinished, this.data);
  }

  #settings(ports: KafkaPorts, data: string, settings: Readonly<Record<string, string>>) {
    return {
      ...brokerSettings,
      'advertised.listeners': `CLIENT://127.0.0.1:${ports.client}`,
      ...settings,
      // Loopback only.
      listeners: `CLIENT://127.0.0.1:${ports.client},CONTROLLER://127.0.0.1:${ports.controller}`,
      'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
      'log.dirs': data,
    };
  }
}

export interface KafkaPorts {
  readonly client: number;
  readonly controller: number;
}

/** The storage tool takes an id that begins with a dash for an option. */
export function clusterId(random: () => Buffer = () => randomBytes(16)): string {
  for (;;) {
    const id = random().toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

/** A backslash begins an escape in a properties file. */
function asProperties(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}`);
  return `${lines.join('\n')}\n`;
}

/** The most telling line of a broker's log. */
export async function lastComplaint(log: string, offset: number): Promise<string | undefined> {
  const bytes = await readFile(log).catch(() => Buffer.alloc(0));
  const lines = bytes.subarray(offset).toString('utf8').split('\n');
  const causes = lines.filter((line) => /^(?:Caused by: |[\w.]+(?:Exception|Error)\b)/.test(line));
  return (causes.at(-1) ?? lines.filter((line) => /\b(ERROR|FATAL|Error)\b/.test(line)).at(-1))?.trim();
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
