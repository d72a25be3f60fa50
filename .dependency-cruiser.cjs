// The folders' borders, one rule per sentence. scripts/trespass.test.ts plants a violation of each and demands that it objects.
// What is not an import (SQL in a string, a folder's name) is checked by scripts/house-rules.ts.

const npm = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`
const TEST = '\\.test\\.ts$'
const TEST_TOOLS = npm('vitest', 'fast-check')
const STORES = '\\.store\\.ts$'
const SIMULATED = '^simulators/'

const forbidden = [
  {
    name: 'no-cycles',
    comment: 'No cycles, not even of types: two files that need each other are one idea, or hide a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'every-import-is-found',
    comment: 'An import that cannot be resolved escapes every other rule.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'flows-never-import-flows',
    comment: 'Flows meet in the ledger, by hints. What all of them share stands beside their folders.',
    from: { path: '^service/src/flows/([^/]+)/' },
    to: { path: '^service/src/flows/', pathNot: ['^service/src/flows/$1/', '^service/src/flows/[^/]+\\.ts$'] },
  },
  {
    name: 'flows-see-the-business-only',
    comment:
      'Flows see domain, ports, identity and the types of settings; of the outside world a hash, a check and the names of countries.',
    from: { path: '^service/src/flows/', pathNot: TEST },
    to: {
      pathNot: [
        '^service/src/(flows|domain|ports|identity|mapping|settings)/',
        npm('i18n-iso-countries', 'zod'),
        '^(node:)?(crypto|module)$',
      ],
    },
  },
  {
    name: 'flows-only-read-settings',
    comment: 'The router reads the settings and hands them over; a flow knows their types.',
    from: { path: '^service/src/flows/', pathNot: TEST },
    to: { path: '^service/src/settings/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'ports-are-bare-types',
    comment: 'A port says what we ask of the world, in words of the domain.',
    from: { path: '^service/src/ports/' },
    to: { pathNot: '^service/src/(ports|domain)/' },
  },
  {
    name: 'ports-import-types-only',
    comment: 'A port that imports a value has behaviour, and behaviour belongs to a client.',
    from: { path: '^service/src/ports/' },
    to: { path: '^service/src/(ports|domain)/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'domain-imports-nothing',
    comment: 'Pure words: no other folder, no package, nothing of Node.',
    from: { path: '^service/src/domain/', pathNot: TEST },
    to: { pathNot: '^service/src/domain/' },
  },
  {
    name: 'only-app-builds-clients',
    comment: 'app.ts is the map: everybody else is handed a port. (Tests build the one they test.)',
    from: { pathNot: ['^service/src/app\\.ts$', '^service/src/clients/', '^service/test/', TEST] },
    to: { path: '^service/src/clients/[^/]+/' },
  },
  {
    name: 'a-client-knows-one-system',
    comment: 'What two systems share stands beside their folders, in clients/.',
    from: { path: '^service/src/clients/([^/]+)/' },
    to: { path: '^service/src/clients/[^/]+/', pathNot: '^service/src/clients/$1/' },
  },
  {
    name: 'sql-only-in-stores',
    comment:
      'The driver and what opens a database belong to *.store.ts, queue/ and db/; others hold its types, and call a store.',
    from: {
      path: '^service/src/',
      pathNot: [STORES, TEST, '^service/src/(queue|db)/', '^service/src/app\\.ts$'],
    },
    to: { path: ['^service/src/db/database\\.ts$', npm('pg', '@types/pg')], dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'doors-are-thin',
    comment: 'A door translates and hands over: the work, and how it is stored, is handed to it by app.ts.',
    from: { path: '^service/src/(http|cli)/', pathNot: TEST },
    to: {
      path: '^service/src/(flows|clients|queue|router|db)/',
      // Which answer fits a database that is away is the door's own decision.
      pathNot: '^service/src/db/database-errors\\.ts$',
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'simulators-share-no-product-code',
    comment: 'A fake made of the code it tests agrees with every mistake of it.',
    from: { path: SIMULATED },
    to: { path: '^(service|contract|scripts|bench)/' },
  },
  {
    name: 'product-never-imports-simulators',
    comment: 'Only start/, which runs the demo, knows where they are.',
    from: { path: '^(service/src|contract)/', pathNot: [TEST, '^service/src/start/'] },
    to: { path: SIMULATED },
  },
  {
    name: 'product-never-imports-tests',
    comment: 'Nothing that runs in production may hang on a test or a tool of development.',
    from: { path: '^(service/src|contract|simulators)/', pathNot: TEST },
    to: { path: [TEST, '^service/test/', '^(scripts|bench)/', TEST_TOOLS], pathNot: SIMULATED },
  },
  {
    name: 'contract-knows-no-service',
    comment: 'The contract is read by both sides of a border, so it imports neither.',
    from: { path: '^contract/' },
    to: { path: '^(service|simulators|admin|widget|scripts|bench)/' },
  },
  {
    name: 'browser-code-sees-contract-only',
    comment: 'What runs in a browser speaks to the service over HTTP; the console and the widget are two programs.',
    from: { path: '^(admin|widget)/' },
    to: { path: '^(admin|widget|service|simulators|scripts|bench)/', pathNot: '^$1/' },
  },
]

module.exports = {
  forbidden: forbidden.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^simulators/zoho/sdk-proof/|^bench/peers/' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count: a flow that knows another flow's type is bound to it.
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
