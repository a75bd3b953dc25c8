// A browser for the tests: whichever is there, else the system's own as root on Debian, else Playwright's.
import { existsSync } from 'node:fs'
import { run, runPackage, say } from '../prepare/run.mjs'

const DEBIAN_CHROMIUM = '/usr/bin/chromium'

export async function ensureBrowser() {
  if (existsSync(DEBIAN_CHROMIUM)) return
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    say('Installing Chromium and a Chinese font …')
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-update', 'apt-get', ['update'], quiet)
    await run(
      'apt-install',
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
      quiet,
    )
    return
  }
  say("Looking for Playwright's Chromium …")
  await runPackage('browser', '@playwright/test/cli.js', ['install', 'chromium'])
}
