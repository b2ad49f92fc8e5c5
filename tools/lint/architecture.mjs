import { noProfileBranching } from './no-profile-branching.mjs';

/** The rules of the architecture that are about code rather than imports (those are in .dependency-cruiser.cjs). */
export const architecture = [
  {
    files: ['libs/**/*.ts', 'apps/**/*.ts'],
    ignores: ['libs/platform/profile/**', '**/*.spec.ts'],
    plugins: { architecture: { rules: { 'no-profile-branching': noProfileBranching } } },
    rules: { 'architecture/no-profile-branching': 'error' },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.fixture.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "Property[key.name='synchronize'][value.value=true], Property[key.value='synchronize'][value.value=true]",
          message: 'synchronize would change a schema behind the migrations: write a migration.',
        },
      ],
    },
  },
];
