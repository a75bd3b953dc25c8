/** The house's floor plan: who may know whom. See docs/decisions/0002-rooms.md. */
const CORE = ['core']
const PLATFORM = [
  'db',
  'crypto',
  'storage',
  'imaging',
  'scanning',
  'messaging',
  'jobs',
  'auth',
  'audit',
  'keys',
  'erasing',
  'paper',
  'i18n',
]
/** What each platform room may use besides core. */
const PLATFORM_USES = {
  db: [],
  crypto: ['db'],
  storage: ['crypto'],
  imaging: [],
  scanning: [],
  messaging: ['db', 'crypto', 'i18n', 'auth', 'audit'],
  jobs: ['db'],
  auth: ['db', 'crypto', 'audit'],
  audit: ['db', 'crypto', 'auth'],
  keys: ['db', 'crypto', 'auth', 'audit'],
  erasing: ['db', 'crypto', 'keys'],
  paper: [],
  i18n: [],
}
/** Each may use those before it. */
const FEATURES = [
  'accounts',
  'notifications',
  'members',
  'rulebook',
  'documents',
  'letters',
  'rules',
  'qualifications',
  'identity',
  'filings',
  'review',
  'sso',
  'privacy',
  'reports',
  'backup',
]
const EDGES = ['web', 'worker', 'cli', 'metrics', 'demo']

const rooms = (names) => `^lib/(${names.join('|') || '$^'})/`
const never = (name, from, to) => ({ name, severity: 'error', from, to })
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
    never('worker-knows-no-web', { path: rooms(['worker']) }, { path: rooms(['web', 'cli', 'metrics', 'demo']) }),
    never('web-knows-no-worker', { path: rooms(['web']) }, { path: rooms(['worker', 'cli', 'metrics', 'demo']) }),
    never('metrics-know-no-edge', { path: rooms(['metrics']) }, { path: rooms(['web', 'worker', 'cli', 'demo']) }),
    never('only-the-programs-know-metrics', { path: '^(app|components)/' }, { path: rooms(['metrics']) }),
    never('demo-knows-no-edge', { path: rooms(['demo']) }, { path: rooms(['web', 'worker', 'cli', 'metrics']) }),
    // Its people and their passwords are shown where one signs in; all else of it is the command line's.
    never(
      'pages-know-the-cast-alone',
      { path: '^(app|components)/' },
      { path: rooms(['demo']), pathNot: '^lib/demo/cast' },
    ),
    never(
      'only-web-knows-next',
      { path: '^lib/(?!web/)', pathNot: '^lib/cli/portal' },
      { path: 'node_modules/(next|next-auth|next-intl|react|react-dom)/' },
    ),
    never(
      'only-lib-touches-database-keys-and-disk',
      { path: '^(app|components)/' },
      { path: '^lib/(db|storage|crypto|jobs)/', pathNot: 'lib/db/generated/enums' },
    ),
    never(
      'components-only-present',
      { path: '^components/' },
      { path: '^(app/|lib/(web|worker|cli|audit|messaging)/|lib/[^/]+/queries)' },
    ),
    never('app-goes-through-lib', { path: '^app/' }, { path: 'node_modules/(@prisma|pg|pg-boss|sharp|next-auth)/' }),
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
