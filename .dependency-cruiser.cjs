// The import rules of the architecture. `test/architecture` proves each of them on a file that breaks it.
//
// Paths are not anchored at the start of the string: the fixtures of that test are a small repository of their own.

const ANY_PACKAGE = '(?:^|/)((?:apps|libs/[^/]+)/[^/]+)/';
const OF_A_MODULE = '(?:^|/)libs/marketplace/([^/]+)/src/';
// A port's contract suite stands beside the port: product.repository.contract.ts.
const TEST_CODE = '\\.(?:spec|contract|fixture)\\.ts$|/testing[/.]';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-unresolvable-import',
      comment:
        'A package shows what its `exports` name and nothing else; everything deeper does not resolve.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-relative-import-of-another-package',
      comment: 'Packages import each other by name, or `exports` would be no boundary.',
      severity: 'error',
      from: { path: ANY_PACKAGE },
      to: { path: ANY_PACKAGE, pathNot: '(?:^|/)$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'module-only-through-its-contract',
      comment:
        'A module knows another one by @marketplace/<module>/contract only, so it cannot tell where that one runs. The catalogue is no module: it says what profiles may name.',
      severity: 'error',
      from: { path: OF_A_MODULE },
      to: { path: OF_A_MODULE, pathNot: '(?:^|/)libs/marketplace/(?:$1/|catalogue/|[^/]+/src/contract/)' },
    },
    {
      name: 'no-module-imports-the-checkout',
      comment: 'The checkout is declared over the modules; a participant does not know who coordinates it.',
      severity: 'error',
      from: { path: OF_A_MODULE, pathNot: 'libs/marketplace/checkout/' },
      to: { path: '(?:^|/)libs/marketplace/checkout/' },
    },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ imports itself, its own contract and @platform/domain: no framework, no Node built-in.',
      severity: 'error',
      from: { path: '(?:^|/)libs/marketplace/([^/]+)/src/domain/', pathNot: TEST_CODE },
      to: { pathNot: '(?:^|/)libs/(?:marketplace/$1/src/(?:domain|contract)|platform/domain/src)/' },
    },
    {
      name: 'contract-shows-no-inside',
      comment: 'What others may import must not lead into the module behind it.',
      severity: 'error',
      from: { path: '(?:^|/)libs/marketplace/([^/]+)/src/contract/', pathNot: TEST_CODE },
      to: { path: '(?:^|/)libs/marketplace/$1/src/', pathNot: '/src/contract/' },
    },
    {
      name: 'platform-knows-no-marketplace',
      comment: 'What makes modules movable must work for any module.',
      severity: 'error',
      from: { path: '(?:^|/)libs/platform/' },
      to: { path: '(?:^|/)(?:libs/marketplace|apps)/' },
    },
    {
      name: 'comparison-looks-from-outside',
      comment:
        'What compares profiles asks what runs, as anybody could, and reads what profiles and a producer’s settings say of themselves; it knows no code that it measures.',
      severity: 'error',
      from: { path: '(?:^|/)libs/comparison/', pathNot: TEST_CODE },
      to: {
        path: '(?:^|/)libs/(?:platform|marketplace)/',
        pathNot:
          '(?:^|/)libs/(?:platform/(?:(?:domain|embedded|profile)/|messaging/src/transport/kafka/settings)|marketplace/catalogue/)',
      },
    },
    {
      name: 'what-is-measured-knows-no-comparison',
      comment: 'What runs in a profile is the same whether somebody measures it or not.',
      severity: 'error',
      from: { path: '(?:^|/)(?:libs/(?:platform|marketplace)|apps/(?:service|gateway|event-store))/' },
      to: { path: '(?:^|/)libs/comparison/' },
    },
    {
      name: 'libraries-know-no-application',
      comment: 'apps/* compose the libraries, never the other way round.',
      severity: 'error',
      from: { path: '(?:^|/)libs/' },
      to: { path: '(?:^|/)apps/' },
    },
    {
      name: 'provider-stands-outside',
      comment: 'The payment provider is the outside world: a real one could not share our code either.',
      severity: 'error',
      from: { path: '(?:^|/)apps/payment-provider/' },
      to: { path: '(?:^|/)libs/' },
    },
    {
      name: 'product-runs-without-test-code',
      comment: 'Specs, contract suites and what only they need stay out of what is started.',
      severity: 'error',
      from: { path: ANY_PACKAGE, pathNot: TEST_CODE },
      to: { path: TEST_CODE, pathNot: 'node_modules' },
    },
    {
      name: 'no-circular-import',
      comment: 'Types may refer to each other; code that is loaded in a circle depends on who comes first.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['(?:^|/)dist/', '^test/architecture/fixtures/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.eslint.json` },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default'],
    },
  },
};
