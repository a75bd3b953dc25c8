import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { guardProbes } from './scripts/test/guards/plugin.mjs'
import { ensureFolderOfRun } from './scripts/test/run-folders.mjs'
import { PATIENCE, TEST_LIMIT } from './tests/setup/patience.mjs'

ensureFolderOfRun()
const root = fileURLToPath(new URL('.', import.meta.url))
const triesGuards = Boolean(process.env.ZHUNXIN_GUARDS) // see scripts/test/guard-mutations.mjs
const guardSetup = triesGuards ? ['scripts/test/guards/setup.mjs'] : []

/** See tests/setup/own-modules.ts, which must run before other setup files. */
const sharedProcess = { isolate: false, sequence: { setupFiles: 'list' as const } }

/**
 * Prisma's WebAssembly is compiled once: the better code of a second time pays off later than a file of tests ends.
 * Fewer, larger collections of garbage, without threads of their own, take a sixteenth less processor time where every
 * core has a worker.
 */
const SHORT_LIVED = [
  '--liftoff-only',
  '--min-semi-space-size=64', // MiB
  '--max-semi-space-size=64',
  '--single-threaded-gc',
]

export default defineConfig({
  plugins: triesGuards ? [guardProbes(root)] : [],
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: 'server-only', replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    ...(process.argv.includes('--maxWorkers') ? {} : { maxWorkers: 2 }), // what a project extends is stronger than the option
    expect: { poll: { timeout: PATIENCE } },
    testTimeout: TEST_LIMIT,
    hookTimeout: TEST_LIMIT,
    env: {
      LOG_LEVEL: 'silent',
      HOST: '127.0.0.1',
      PORT: '3000',
      ZHUNXIN_URL: 'http://localhost:3000',
      DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none', // a pure test that asks it fails
      DATABASE_OWNER_URL: '', // none of the developer's
      ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          ...sharedProcess,
          setupFiles: ['tests/setup/own-modules.ts', 'tests/setup/seed.ts', ...guardSetup],
          include: ['{lib,components,app,scripts,tests}/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, '**/*.db.test.ts', 'tests/system/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          execArgv: SHORT_LIVED,
          include: ['{lib,components,app,scripts,tests}/**/*.db.test.ts'],
          globalSetup: ['tests/setup/global-setup.ts'],
          ...sharedProcess,
          setupFiles: ['tests/setup/own-modules.ts', 'tests/setup/seed.ts', 'tests/setup/database.ts', ...guardSetup],
        },
      },
      {
        extends: true,
        test: {
          name: 'bench', // only by `npm run bench`
          env: { PROOF_COST: '1', AS_SERVED: '1' }, // worked out here, the proof would be measured too
          include: process.argv.includes('bench') ? ['tests/bench/*.bench.ts'] : [],
          globalSetup: ['tests/setup/global-setup.ts'],
          setupFiles: ['tests/setup/database.ts'],
          testTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'bench-served', // only by `npm run bench`; each file starts portals of its own
          env: { AS_SERVED: '1' },
          include: process.argv.includes('bench-served') ? ['tests/bench/*/*.bench.ts'] : [],
          setupFiles: ['tests/setup/named-operator.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          execArgv: SHORT_LIVED,
          include: ['tests/system/**/*.test.ts'], // each starts portals of its own
          ...sharedProcess,
          setupFiles: ['tests/setup/own-modules.ts', 'tests/setup/named-operator.ts'],
        },
      },
    ],
  },
})
