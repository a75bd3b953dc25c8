import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const DEBIAN_CHROMIUM = '/usr/bin/chromium'

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
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    trace: 'retain-on-failure',
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    launchOptions: {
      args: FLAGS,
      ...(existsSync(DEBIAN_CHROMIUM) ? { executablePath: DEBIAN_CHROMIUM } : {}),
    },
  },
})
