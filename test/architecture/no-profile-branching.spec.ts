import { describe, expect, test } from '@jest/globals';
import { violations } from './support/lint.js';

const IN_A_MODULE = 'libs/marketplace/cart/src/example.ts';
const branches = (code: string, path = IN_A_MODULE): number =>
  violations(code, path).filter((rule) => rule === 'architecture/no-profile-branching').length;

describe('a branch on the profile', () => {
  test.each([
    'if (profile) start();',
    "if (profile.transport === 'kafka') start();",
    "if (profile === 'monolith') start();",
    "if (!this.profile.eventSourced.includes('order')) start();",
    'if (ready && options.profile.services.length > 1) start();',
    "const kafka = resolvedProfile.transport === 'kafka';",
    "const relay = profile.transport === 'kafka' ? a : b;",
    "const { transport } = profile; if (transport === 'kafka') start();",
    'const services = profile.services; if (services.length) start();',
    "const kafka = profile.transport === 'kafka'; if (kafka) start();",
    'switch (profile.checkout) { default: start(); }',
    "if (configuration.transport === 'kafka') start();",
    "const { coordination } = configuration; const saga = coordination === 'transaction' ? a : b;",
    "switch (placed.persistence) { case 'events': start(); }",
    'profile.eventSourced.length && start();',
    "if (profile!.transport! === ('kafka' as string)) start();",
  ])('is reported: %s', (code) => {
    expect(branches(code)).toBeGreaterThan(0);
  });

  test.each([
    'const transport = transports[profile.transport];',
    'if (profile === undefined) throw new Error();',
    'const { transport } = message; if (transport) start();',
    'for (const service of profile.services) start(service);',
    'if (record.transport !== plan.transport) refuse();',
    "if (message.channel === 'events') start();",
    'if (run.profile !== name) start();',
    'const max = profile.pool?.max ?? 10;',
    'const text = profile.description || file;',
    'if (customerProfiles.size > 0) start();',
  ])('is not: %s', (code) => {
    expect(branches(code)).toBe(0);
  });

  test('is allowed where profiles are resolved, and in specs', () => {
    const code = "if (profile.transport === 'kafka') start();";
    expect(branches(code, 'libs/platform/profile/src/promises.ts')).toBe(0);
    expect(branches(code, 'libs/marketplace/cart/src/cart.spec.ts')).toBe(0);
    expect(branches(code, 'apps/cli/src/up.ts')).toBe(1);
  });
});
