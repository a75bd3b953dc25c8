// This module finds a browser for the tests: an existing one, or else the system's own as root on Debian, or else
// Playwright's. The headless shell comes first: Playwright's own default too, it draws no window, which takes half of
// a Chromium's processor time.
import { existsSync } from 'node:fs'
import { run, runPackage, say } from '../prepare/run.mjs'

const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'
const CHROMIUM = '/usr/bin/chromium'

/** Returns the system's browser, or nothing where Playwright has its own. */
export const systemBrowser = () => [HEADLESS_SHELL, CHROMIUM].find((program) => existsSync(program))

/** @param {Promise<void>} packages are installed when it resolves: Playwright is one of them */
export async function ensureBrowser(packages) {
  if (existsSync(HEADLESS_SHELL)) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) return installOnDebian()
  if (systemBrowser()) return
  await packages
  say("Looking for Playwright's Chromium …")
  await runPackage('browser', '@playwright/test/cli.js', ['install', 'chromium'])
}

async function installOnDebian() {
  say('Installing a headless Chromium and a Chinese font …')
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
  const packages = ['chromium-headless-shell', 'fonts-noto-cjk']
  try {
    await run('apt-update', 'apt-get', ['update'], quiet)
    await run('apt-install', 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet)
  } catch (error) {
    if (!systemBrowser()) throw error
    say(`Using ${systemBrowser()}, which takes longer.`)
  }
}
