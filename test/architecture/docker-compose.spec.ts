import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { read } from './support/repository.js';

interface Service {
  readonly image: string;
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
  readonly environment: Readonly<Record<string, string | number>>;
}

const compose = parse(read('docker-compose.yml')) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);

describe('docker-compose.yml', () => {
  test('offers PostgreSQL 18 and Kafka', () => {
    expect(compose.services['postgres']?.image).toMatch(/^postgres:18/);
    expect(compose.services['kafka']?.image).toMatch(/^apache\/kafka:4\./);
  });

  test.each(services)('%s is reachable from this machine only', (_name, { ports }) => {
    expect(ports.length).toBeGreaterThan(0);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  test.each(services)('%s says when it is ready', (_name, { healthcheck }) => {
    expect(healthcheck.test[0]).toBe('CMD');
    expect(healthcheck.test.length).toBeGreaterThan(1);
  });

  test.each(services)('%s keeps its data in a named volume', (_name, { volumes }) => {
    for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    expect(volumes.length).toBeGreaterThan(0);
  });

  test('Kafka names a protocol for each of its listeners and advertises the port it publishes', () => {
    const { environment, ports } = compose.services['kafka'] as Service;
    const names = (key: string): string[] =>
      [...String(environment[key]).matchAll(/(\w+):/g)].map(([, name]) => String(name));
    const listeners = String(environment['KAFKA_LISTENERS'])
      .split(',')
      .map((listener) => listener.split(':')[0]);
    expect(names('KAFKA_LISTENER_SECURITY_PROTOCOL_MAP').sort()).toEqual([...listeners].sort());
    expect(environment['KAFKA_ADVERTISED_LISTENERS']).toContain(
      `://${String(ports[0]?.split(':').slice(0, 2).join(':'))},`,
    );
  });
});
