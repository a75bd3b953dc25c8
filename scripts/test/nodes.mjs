// This module knows the releases of Node that the portal runs on.
import { execFile } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

/** Lists the main versions. `engines` in package.json gives the lowest release of the first. */
export const RELEASES = [20, 22, 24]

const FETCH_MS = 180_000

/**
 * Returns the Node of a main version: this one, or one that npm fetches.
 *
 * @returns {Promise<string | undefined>} undefined when it can't be fetched or doesn't run here
 */
export async function nodeOf(release) {
  if (Number.parseInt(process.versions.node, 10) === release) return process.execPath
  try {
    const program = process.platform === 'win32' ? 'npx.cmd' : 'npx'
    const { stdout } = await promisify(execFile)(program, ['-y', `node@${release}`, '-p', 'process.execPath'], {
      cwd: tmpdir(), // in the project npx would use its packages first
      timeout: FETCH_MS,
      shell: process.platform === 'win32',
    })
    return inReach(stdout.trim())
  } catch {
    return undefined
  }
}

/**
 * Copies it until this process ends: npm's copy is below the user's home, which the accounts of decoders can't reach.
 */
function inReach(fetched) {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-node-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const node = path.join(folder, path.basename(fetched))
  copyFileSync(fetched, node)
  return node
}
