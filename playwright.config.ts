import { defineConfig } from '@playwright/test'
import { systemBrowser } from './scripts/test/browser.mjs'

const executablePath = systemBrowser()

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
    { name: 'journeys', testMatch: 'e2e/*.spec.ts' },
    // Last, since it reads what the portal said during the others.
    { name: 'afterwards', testMatch: 'e2e/afterwards/*.spec.ts', dependencies: ['journeys'] },
    { name: 'screens', testMatch: 'screens/*.spec.ts' },
  ],
  outputDir: 'test-results/e2e',
  globalSetup: './tests/e2e/support/global-setup.ts',
  fullyParallel: true,
  workers: 2,
  retries: 0, // a retry is a defect
  forbidOnly: true,
  timeout: 300_000,
  // Files are examined at a low priority, beside tests that use every core. A long wait costs a failing test alone.
  expect: { timeout: 45_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'off', // a tenth of the processor time: `--trace retain-on-failure` records what failed, step by step
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    launchOptions: {
      args: FLAGS,
      ...(executablePath ? { executablePath } : {}),
    },
  },
})
