import 'server-only'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

/** What the system lets us withhold from a decoder child; time and pixels are limited everywhere. */
export type Isolation = { readonly memoryLimited: boolean; readonly networkWithheld: boolean }

/** How a decoder child is started: words that stand before `node`, and what they achieve here. */
export type Launcher = { readonly command: readonly string[]; readonly isolation: Isolation }

/**
 * Memory that a child may write to (libvips heeds no flag of Node's; the stacks of idle threads count, so they are
 * small), no file (nothing of a document is spilled to disk in the clear), no core dump.
 */
const PRLIMIT = ['prlimit', '--data=536870912', '--stack=2097152', '--fsize=0', '--core=0']

/** A network namespace of its own has no way out: as root, or by way of a user namespace. */
const UNSHARE = [
  ['unshare', '-n'],
  ['unshare', '-r', '-n'],
]

let probed: Promise<Launcher> | undefined

/** Tried once a process, since a container may have the programs and yet forbid what they do. */
export function launcher(): Promise<Launcher> {
  probed ??= probe()
  return probed
}

async function probe(): Promise<Launcher> {
  if (process.platform !== 'linux') return { command: [], isolation: { memoryLimited: false, networkWithheld: false } }
  const limit = (await firstThatWorks([PRLIMIT], 'process.exit(0)')) ?? []
  const noInterface = 'process.exit(Object.keys(require("node:os").networkInterfaces()).length)'
  const withhold = (await firstThatWorks(UNSHARE, noInterface)) ?? []
  return {
    command: [...withhold, ...limit],
    isolation: { memoryLimited: limit.length > 0, networkWithheld: withhold.length > 0 },
  }
}

async function firstThatWorks(commands: readonly string[][], check: string): Promise<string[] | undefined> {
  for (const [name = '', ...options] of commands) {
    const program = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].map((folder) => `${folder}/${name}`).find(existsSync)
    if (!program) continue
    const works = await promisify(execFile)(program, [...options, process.execPath, '-e', check], {
      env: {} as NodeJS.ProcessEnv,
      timeout: 10_000,
    }).then(
      () => true,
      () => false,
    )
    if (works) return [program, ...options]
  }
  return undefined
}
