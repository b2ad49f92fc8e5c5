// Unit and integration specs run the sources (custom condition "source"), so no build is needed before a test.
const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/', '/.whereabouts/'],
  setupFiles: ['<rootDir>/test/support/nest-esm.setup.mjs'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  // A condition decides when a wait is over; this limit only ends a test whose condition never comes, on a busy machine too.
  testTimeout: 120_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps,test}/**/*.spec.ts'],
      testPathIgnorePatterns: ['/dist/', '/node_modules/', '\\.(int|e2e|crash)\\.spec\\.ts$'],
    },
    {
      ...base,
      displayName: 'integration',
      testMatch: ['<rootDir>/{libs,apps,test}/**/*.int.spec.ts'],
      testPathIgnorePatterns: ['/dist/', '/node_modules/'],
      globalSetup: '<rootDir>/test/support/integration.global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/integration.global-teardown.mjs',
    },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/**/*.e2e.spec.ts'],
      testPathIgnorePatterns: ['/dist/', '/node_modules/'],
      globalSetup: '<rootDir>/test/support/e2e/e2e.global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/e2e/e2e.global-teardown.mjs',
      setupFilesAfterEnv: ['<rootDir>/test/support/e2e/e2e.setup.mjs'],
    },
    {
      ...base,
      displayName: 'crash',
      testMatch: ['<rootDir>/test/**/*.crash.spec.ts'],
      testPathIgnorePatterns: ['/dist/', '/node_modules/'],
    },
  ],
};
