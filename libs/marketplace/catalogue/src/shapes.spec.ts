import { describe, expect, it } from '@jest/globals';
import {
  assertSupported,
  describeProfile,
  explainProfile,
  jsonSchema,
  listProfiles,
  loadProfile,
  requirements,
  type ResolvedProfile,
} from '@platform/profile';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { catalogue } from './catalogue.js';

const shipped = join(import.meta.dirname, '../../../../profiles');
const shapes: Readonly<Record<string, string>> = Object.fromEntries(
  listProfiles({ catalogue, env: {}, directory: shipped }).map(({ name, file }) => [name, file]),
);
const load = (name: string): ResolvedProfile =>
  loadProfile(shapes[name] ?? name, { catalogue, env: {}, directory: shipped });
const describeShape = (name: string) => describeProfile(load(name), catalogue);
const holds = (name: string, id: string) =>
  describeShape(name).promises.find((promise) => promise.id === id)?.holds;

describe('every shape of deployment', () => {
  it('is there', () => {
    expect(Object.keys(shapes)).toEqual(
      expect.arrayContaining([
        'monolith',
        'replicas',
        'modulith',
        'shared-split',
        'microservices-choreography',
        'microservices-orchestration',
        'event-sourced',
        'hybrid',
      ]),
    );
  });

  it.each(Object.keys(shapes))(
    '%s loads, is explained within 110 columns, and its promises have reasons',
    (name) => {
      const text = explainProfile(load(name), catalogue);
      for (const { name: module } of catalogue.modules) expect(text).toContain(`.${module} `);
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
      const { promises } = describeShape(name);
      expect(new Set(promises.map(({ id }) => id)).size).toBe(promises.length);
      expect(promises.filter(({ reason }) => reason === '')).toEqual([]);
    },
  );

  it.each(Object.entries(shapes))('%s satisfies the JSON Schema that editors use', (_, file) => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(jsonSchema(catalogue));
    validate(parse(readFileSync(file, 'utf8')));
    expect(validate.errors).toBeNull();
  });
});

describe('the published JSON Schema', () => {
  it('is what the code says; else run: npx whereabouts profile schema > profiles/profile.schema.json', () => {
    const committed: unknown = JSON.parse(readFileSync(join(shipped, 'profile.schema.json'), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(jsonSchema(catalogue))));
  });
});

describe('the cost of a checkout', () => {
  it.each([
    ['monolith', { commits: 3, messages: 0, hops: 0, betweenServices: 0 }],
    ['modulith', { commits: 14, messages: 11, hops: 10, betweenServices: 0 }],
    ['microservices-choreography', { commits: 11, messages: 8, hops: 7, betweenServices: 8 }],
    ['microservices-orchestration', { commits: 14, messages: 11, hops: 10, betweenServices: 11 }],
    ['hybrid', { commits: 14, messages: 11, hops: 10, betweenServices: 9 }],
  ])('of %s', (name, expected) => {
    const { commits, messages, hops, betweenServices, externalCalls } = describeShape(name).cost;
    expect({ commits: commits.length, messages: messages.length, hops, betweenServices }).toEqual(expected);
    expect(externalCalls).toEqual(['the payment provider']);
  });
});

describe('promises follow from the profile', () => {
  it.each([
    ['atomic-checkout', 'monolith', true],
    ['atomic-checkout', 'modulith', false],
    ['one-consistent-backup', 'shared-split', true],
    ['one-consistent-backup', 'modulith', false],
    ['state-from-history', 'monolith', false],
    ['state-from-history', 'event-sourced', true],
    ['state-from-history', 'hybrid', 'conditional'],
    ['current-lists', 'modulith', true],
    ['current-lists', 'hybrid', 'conditional'],
    ['current-lists', 'event-sourced', false],
    ['survives-loss-of-service:marketplace', 'monolith', false],
    ['survives-loss-of-service:marketplace', 'replicas', false],
    ['survives-loss-of-replica:marketplace', 'replicas', true],
    ['survives-loss-of-database:marketplace', 'replicas', false],
    ['survives-loss-of-database:payment', 'modulith', 'conditional'],
    ['survives-loss-of-database:order', 'modulith', false],
    ['survives-loss-of-database:seller', 'microservices-choreography', true],
    ['survives-loss-of-service:stock', 'microservices-orchestration', 'conditional'],
    ['survives-loss-of-broker', 'modulith', true],
    ['survives-loss-of-broker', 'hybrid', false],
    ['survives-loss-of-gateway', 'hybrid', false],
    ['survives-loss-of-provider', 'monolith', 'conditional'],
  ])('%s in %s: %s', (id, name, expected) => {
    expect(holds(name, id)).toBe(expected);
  });
});

describe('what a shape needs to run', () => {
  it('is refused in one sentence that names the keys to change', () => {
    const monolith = new Set(requirements(load('monolith')).map(({ capability }) => capability));
    expect(() => assertSupported(load('monolith'), monolith)).not.toThrow();
    expect(() => assertSupported(load('event-sourced'), monolith)).toThrow(
      /event-sourced\.yaml: this profile is valid but needs the transport kafka, .* event-sourced modules and an Event Store, which cannot be run yet; change transport, checkout, services, .* and eventStore, or start another profile\.$/,
    );
  });
});
