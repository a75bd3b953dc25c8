// Programs of Debian that tests need are installed where that is ours to do: as root.
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { run, say } from '../prepare/run.mjs'

const TRIES = 3
const PAUSE_MS = 5_000
const QUIET = { DEBIAN_FRONTEND: 'noninteractive' }

export const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version')

/**
 * Installs packages. A mirror may be away for a moment, so it tries three times.
 *
 * @returns {Promise<boolean>} whether they are installed
 */
export async function installPackages(packages) {
  say(`Installing ${packages.join(', ')} …`)
  for (let tried = 1; ; tried += 1) {
    try {
      await upToDate()
      await run('apt-install', 'apt-get', ['install', '-y', '--no-install-recommends', ...packages], QUIET)
      return true
    } catch {
      isUpToDate = false
      if (tried === TRIES) return false
      await delay(PAUSE_MS)
    }
  }
}

let isUpToDate = false

/** Lists that are old may still do. */
async function upToDate() {
  if (isUpToDate) return
  await run('apt-update', 'apt-get', ['update'], QUIET).catch(() => {})
  isUpToDate = true
}
