import 'server-only'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { env } from '@/lib/core/env'

/** What the system lets us withhold from a decoder child; time and pixels are limited everywhere. */
export type Isolation = {
  readonly memoryLimited: boolean
  readonly networkWithheld: boolean
  /** The data folder with all that is in it, and the keyring, wherever it is. */
  readonly filesHidden: boolean
}

/** How a decoder child is started: words that stand before `node`, and what they achieve here. */
export type Launcher = { readonly command: readonly string[]; readonly isolation: Isolation }

/** Relative to where the portal runs: a bundler rewrites import.meta.url. */
export const decoderProgram = () => path.join(/* turbopackIgnore: true */ process.cwd(), '.build', 'decoder-child.mjs')

/**
 * Memory that a child may write to (libvips heeds no flag of Node's; the stacks of idle threads count, so they are
 * small), no file (nothing of a document is spilled to disk in the clear), no core dump.
 */
const PRLIMIT = ['prlimit', '--data=536870912', '--stack=2097152', '--fsize=0', '--core=0']

/** A network namespace of its own has no way out: as root, or by way of a user namespace. */
const OWN_NETWORK = [
  ['unshare', '-n'],
  ['unshare', '-r', '-n'],
]

/**
 * No capability is left, and none can be had: what is hidden can't be uncovered, and the environment and the memory of the
 * portal, which has more, can't be read in /proc.
 */
const WITHOUT_CAPABILITIES = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--no-new-privs']

/** Nothing in the environment, so that nothing of the portal's secrets. */
export const EMPTY = {} as NodeJS.ProcessEnv

let probed: Promise<Launcher> | undefined

/** Tried once a process, since a container may have the programs and yet forbid what they do. */
export function launcher(): Promise<Launcher> {
  probed ??= probe()
  return probed
}

async function probe(): Promise<Launcher> {
  if (process.platform !== 'linux') {
    return { command: [], isolation: { memoryLimited: false, networkWithheld: false, filesHidden: false } }
  }
  const limit = (await firstThatWorks([PRLIMIT], 'process.exit(0)')) ?? []
  const hidden = await firstThatWorks(
    OWN_NETWORK.map(alsoHiding),
    `${NO_INTERFACE}; if (!process.exitCode) ${SEES_ENOUGH}`,
  )
  const withheld = hidden ?? (await firstThatWorks(OWN_NETWORK, NO_INTERFACE)) ?? []
  return {
    command: [...withheld, ...limit],
    isolation: {
      memoryLimited: limit.length > 0,
      networkWithheld: withheld.length > 0,
      filesHidden: hidden !== undefined,
    },
  }
}

const NO_INTERFACE = 'process.exitCode = Object.keys(require("node:os").networkInterfaces()).length'

/** What decodes must still be there for a process that no longer reads what others own; the secrets must not. */
const SEES_ENOUGH = `(() => {
  const { readFileSync, readdirSync, statSync } = require("node:fs")
  const sees = (look, place) => { try { return look(place).length > 0 } catch { return false } }
  const [needed, folders, files] = JSON.parse(process.argv[1])
  const isBlind = folders.every((place) => !sees(readdirSync, place)) && files.every((place) => !sees(readFileSync, place))
  process.exitCode = isBlind && needed.every((place) => sees(readFileSync, place)) ? 0 : 1
})()`

/** A namespace of mounts, in which a shell lays nothing over each secret before it becomes the child. */
function alsoHiding(withNetwork: readonly string[]): string[] {
  const { folders, files } = secrets()
  const mount = program('mount') ?? 'mount'
  const covers = [
    ...folders.map((_, at) => `${mount} -t tmpfs -o ro,size=4k,mode=0 none "$${1 + at}"`),
    ...files.map((_, at) => `${mount} --bind /dev/null "$${1 + folders.length + at}"`),
  ]
  const script = [...covers, `shift ${covers.length}`, 'exec /usr/bin/env -i "$@"'].join(' && ')
  const [setpriv = '', ...options] = WITHOUT_CAPABILITIES
  const places = [...folders, ...files]
  return [...withNetwork, '-m', '/bin/sh', '-c', script, 'sh', ...places, program(setpriv) ?? setpriv, ...options]
}

function secrets(): { folders: string[]; files: string[] } {
  const { ZHUNXIN_DATA: data, ZHUNXIN_KEYRING: keyring } = env()
  const isFile = keyring !== undefined && !keyring.trimStart().startsWith('{')
  return { folders: [data].filter(existsSync), files: isFile ? [path.resolve(keyring)].filter(existsSync) : [] }
}

async function firstThatWorks(commands: readonly string[][], check: string): Promise<string[] | undefined> {
  const { folders, files } = secrets()
  const about = JSON.stringify([[decoderProgram()].filter(existsSync), folders, files])
  for (const [name = '', ...options] of commands) {
    const found = program(name)
    if (!found) continue
    const works = await promisify(execFile)(found, [...options, process.execPath, '-e', check, about], {
      env: EMPTY,
      timeout: 10_000,
    }).then(
      () => true,
      () => false,
    )
    if (works) return [found, ...options]
  }
  return undefined
}

const program = (name: string) =>
  ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].map((folder) => `${folder}/${name}`).find(existsSync)
