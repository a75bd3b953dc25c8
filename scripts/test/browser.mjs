// This module finds a browser for the tests: an existing one, or else the system's own as root on Debian, or else
// Playwright's. The headless shell comes first: Playwright's own default too, it draws no window, which takes half of
// a Chromium's processor time.
import { existsSync } from 'node:fs'
import { StartError } from '../prepare/folders.mjs'
import { runPackage, say } from '../prepare/run.mjs'
import { installPackages, mayInstall } from './debian.mjs'

const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell'
const CHROMIUM = '/usr/bin/chromium'

/** Returns the system's browser, or nothing where Playwright has its own. */
export const systemBrowser = () => [HEADLESS_SHELL, CHROMIUM].find((program) => existsSync(program))

/** @param {Promise<void>} packages are installed when it resolves: Playwright is one of them */
export async function ensureBrowser(packages) {
  if (existsSync(HEADLESS_SHELL)) return
  if (mayInstall()) return installOnDebian()
  if (systemBrowser()) return
  await packages
  say("Looking for Playwright's Chromium …")
  await runPackage('browser', '@playwright/test/cli.js', ['install', 'chromium'])
}

async function installOnDebian() {
  if (await installPackages(['chromium-headless-shell', 'fonts-noto-cjk'])) return
  if (!systemBrowser()) throw new StartError("failed: Debian's chromium-headless-shell can't be installed.")
  say(`Using ${systemBrowser()}, which takes longer.`)
}
