import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { guardProbes } from './scripts/test/guards/plugin.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const triesGuards = Boolean(process.env.ZHUNXIN_GUARDS) // see scripts/test/guard-mutations.mjs
const guardSetup = triesGuards ? ['scripts/test/guards/setup.mjs'] : []

export default defineConfig({
  plugins: triesGuards ? [guardProbes(root)] : [],
  resolve: {
    alias: [
      { find: /^@\//, replacement: root },
      { find: 'server-only', replacement: `${root}node_modules/server-only/empty.js` },
    ],
  },
  test: {
    maxWorkers: 2,
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
          setupFiles: guardSetup,
          include: ['{lib,components,app,scripts,tests}/**/*.test.{ts,tsx}'],
          testTimeout: 30_000, // a busy machine is slow, not wrong
          exclude: [...configDefaults.exclude, '**/*.db.test.ts', 'tests/system/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['{lib,tests}/**/*.db.test.ts'],
          globalSetup: ['tests/setup/global-setup.ts'],
          setupFiles: ['tests/setup/database.ts', ...guardSetup],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'bench', // only by `npm run bench`
          env: { PROOF_COST: '1' }, // worked out here it would be measured too
          include: process.argv.includes('bench') ? ['tests/bench/*.bench.ts'] : [],
          globalSetup: ['tests/setup/global-setup.ts'],
          setupFiles: ['tests/setup/database.ts'],
          testTimeout: 900_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/system/**/*.test.ts'], // each starts portals of its own
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
