// This module knows the releases of Node that the portal runs on, and which of them a commit is tested on.
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../prepare/folders.mjs'
import { say } from '../prepare/run.mjs'

/** The main versions. `engines` in package.json gives the lowest release of the first. */
export const RELEASES = [20, 22, 24]

/** Returns the release for a commit, the same wherever it is tested. Undefined outside a repository. */
export function releaseOf(commit) {
  return commit ? RELEASES[Number.parseInt(commit.slice(0, 8), 16) % RELEASES.length] : undefined
}

export function currentCommit() {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], { cwd: root, encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return undefined
  }
}

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

/** Returns the Node that this commit is tested on. Prints which one, and falls back to the present one. */
export async function nodeForCommit(commit = currentCommit()) {
  const release = releaseOf(commit)
  const node = release && (await nodeOf(release))
  const why = release ? `Node ${release}, which is next, is not available here` : 'Without a commit there are no turns'
  say(
    node
      ? `Unit and database tests on Node ${release}: its turn, by the commit.`
      : `${why}: all tests on ${process.version}.`,
  )
  return node ?? process.execPath
}
