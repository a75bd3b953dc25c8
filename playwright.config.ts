import { defineConfig } from '@playwright/test'
import { systemBrowser } from './scripts/test/browser.mjs'
import { ensureFolderOfRun } from './scripts/test/run-folders.mjs'
import { GATE_BROWSER } from './scripts/test/suites.mjs'
import { PATIENCE, TEST_LIMIT } from './tests/setup/patience.mjs'

ensureFolderOfRun()
const executablePath = systemBrowser()
const isGate = process.env.ZHUNXIN_SUITE === 'gate'

/** Chromium run as root, without the calls home that a closed network refuses. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=en-US', // the browser's own: date fields are typed in its order
]

export default defineConfig({
  testDir: 'tests',
  projects: [
    {
      name: 'journeys',
      testMatch: isGate ? GATE_BROWSER.map((file) => `**/${file}`) : '**/e2e/*/*.spec.ts',
      testIgnore: '**/e2e/afterwards/*',
    },
    // Last, since it reads what the portal said during the others.
    { name: 'afterwards', testMatch: 'e2e/afterwards/*.spec.ts', dependencies: ['journeys'] },
    { name: 'screens', testMatch: 'screens/*.spec.ts' },
  ],
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/global-setup.ts',
  fullyParallel: true,
  workers: 2,
  // What fails runs again, when the others are done and by one worker. What passes then is named as flaky.
  retries: 1,
  retryStrategy: 'isolated',
  forbidOnly: true,
  timeout: TEST_LIMIT,
  // Files are examined at a low priority, next to tests that use every core. A long wait costs a failing test alone.
  expect: { timeout: PATIENCE },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'off', // a tenth of the processor time: `--trace retain-on-failure` records what failed, step by step
    actionTimeout: PATIENCE,
    navigationTimeout: PATIENCE,
    launchOptions: {
      args: FLAGS,
      ...(executablePath ? { executablePath } : {}),
    },
  },
})
