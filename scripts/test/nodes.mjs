// The releases of Node that the portal runs on, and which of them a commit is tested on.
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { root } from '../prepare/folders.mjs'
import { say } from '../prepare/run.mjs'

/** Main versions. `engines` in package.json says from which of the first. */
export const RELEASES = [20, 22, 24]

/** The release whose turn it is: the same for a commit wherever it is tested. Undefined outside a repository. */
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
 * Where Node of a main version is: this one, or what npm fetches.
 *
 * @returns {Promise<string | undefined>} undefined when it can't be fetched or doesn't run here
 */
export async function nodeOf(release) {
  if (Number.parseInt(process.versions.node, 10) === release) return process.execPath
  try {
    const program = process.platform === 'win32' ? 'npx.cmd' : 'npx'
    const { stdout } = await promisify(execFile)(program, ['-y', `node@${release}`, '-p', 'process.execPath'], {
      cwd: tmpdir(), // in the project npx would look into its packages first
      timeout: FETCH_MS,
      shell: process.platform === 'win32',
    })
    return inReach(stdout.trim())
  } catch {
    return undefined
  }
}

/** A copy until this process ends: npm's is below the home of who runs this, where the accounts of decoders don't reach. */
function inReach(fetched) {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-node-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const node = path.join(folder, path.basename(fetched))
  copyFileSync(fetched, node)
  return node
}

/** Where the Node is that this commit's turn is on. Says which, and falls back on the present one. */
export async function nodeOfTurn(commit = currentCommit()) {
  const release = releaseOf(commit)
  const node = release && (await nodeOf(release))
  const why = release
    ? `Node ${release}, whose turn it is, is not to be had here`
    : 'Without a commit there are no turns'
  say(
    node
      ? `Unit and database tests on Node ${release}: its turn, by the commit.`
      : `${why}: all tests on ${process.version}.`,
  )
  return node ?? process.execPath
}
