/** The house's floor plan: who may know whom. See docs/decisions/0002-rooms.md. */
const CORE = ['core']
/** Lists each platform room, and what it may use in addition to core. */
const PLATFORM_USES = {
  actor: [],
  db: [],
  crypto: ['db'],
  storage: ['crypto'],
  imaging: [],
  pdf: [],
  checks: ['imaging', 'pdf'],
  audit: ['actor', 'db', 'crypto'],
  'audit-log': ['actor', 'db', 'crypto', 'audit'],
  keys: ['actor', 'db', 'crypto', 'audit'],
  notifications: ['actor', 'db', 'crypto', 'audit'],
}
const PLATFORM = Object.keys(PLATFORM_USES)
/** Each may use those before it. */
const FEATURES = [
  'accounts',
  'rulebook',
  'documents',
  'qualifications',
  'filings',
  'review',
  'cases',
  'sign-in',
  'staff',
  'privacy',
  'integrations',
  'reports',
  'backup',
]
const EDGES = ['web', 'worker', 'cli']

const rooms = (names) => `^lib/(${names.join('|') || '$^'})/`
const never = (name, from, to) => ({ name, severity: 'error', from, to })
/** What decodes pictures runs in children that are confined, never in the portal's process. */
const DECODERS =
  '^lib/imaging/((decode-|draw|find-print|wasm)[^/]*|pdf/[^/]+|decoder/decoder-child)[.]ts$|^lib/checks/(ocr/|reader/reader-child)'
const others = (names, allowed) => names.filter((name) => !allowed.includes(name))

module.exports = {
  forbidden: [
    never('no-cycles', {}, { circular: true }),
    never('lib-never-reaches-up', { path: '^lib/' }, { path: '^(app|components|tests|scripts)/' }),
    never('core-knows-nobody', { path: rooms(CORE) }, { path: rooms([...PLATFORM, ...FEATURES, ...EDGES]) }),
    ...PLATFORM.map((name) =>
      never(
        `${name}-uses-only-what-lies-below`,
        { path: rooms([name]) },
        {
          path: rooms([...others(PLATFORM, [name, ...PLATFORM_USES[name]]), ...FEATURES, ...EDGES]),
          pathNot: 'lib/db/generated/enums',
        },
      ),
    ),
    never('features-know-no-edge', { path: rooms(FEATURES) }, { path: rooms(EDGES) }),
    ...FEATURES.map((name, i) =>
      never(`${name}-uses-only-what-comes-before`, { path: rooms([name]) }, { path: rooms(FEATURES.slice(i + 1)) }),
    ),
    never('worker-knows-no-web', { path: rooms(['worker']) }, { path: rooms(['web', 'cli']) }),
    never('web-knows-no-worker', { path: rooms(['web']) }, { path: rooms(['worker', 'cli']) }),
    // What the portal knows of a demo is in lib/web/demo.ts, and comes from the file that the demo's program writes.
    never('pages-know-no-script', { path: '^(app|components)/' }, { path: '^scripts/' }),
    never(
      'demo-uses-verbs-and-the-start-alone',
      { path: '^scripts/demo/' },
      { path: '^(app/|components/|lib/(web|worker)/|lib/cli/(?!portal/|start/))' },
    ),
    never(
      'only-web-knows-next',
      { path: '^lib/(?!web/)', pathNot: '^lib/cli/portal' },
      { path: 'node_modules/(next|next-auth|next-intl|react|react-dom)/' },
    ),
    never(
      'only-lib-touches-database-keys-and-disk',
      { path: '^(app|components)/' },
      { path: '^lib/(db|storage|crypto)/', pathNot: 'lib/db/generated/enums' },
    ),
    never(
      'components-only-present',
      { path: '^components/' },
      { path: '^(app/|lib/(web|worker|cli|audit|audit-log|notifications)/|lib/.*/queries)' },
    ),
    never('app-goes-through-lib', { path: '^app/' }, { path: 'node_modules/(@prisma|pg|pg-boss|sharp|next-auth)/' }),
    never(
      'only-children-decode',
      { path: '^(app|components|lib)/', pathNot: DECODERS },
      { path: 'node_modules/(sharp|libheif-js|@hyzyla|onnxruntime-node)/' },
    ),
    never(
      'what-children-run-stays-there',
      { path: '^(app|components|lib)/', pathNot: '^lib/(imaging|checks)/' },
      { path: DECODERS },
    ),
    never('nothing-unresolved', {}, { couldNotResolve: true }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules|lib/db/generated' },
    exclude: { path: '\\.test\\.tsx?$|/testing/|lib/db/generated/(?!enums|client)|\\.css$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['react-server', 'import', 'require', 'node', 'default', 'types'],
    },
  },
}
