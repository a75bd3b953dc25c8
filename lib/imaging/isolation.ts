import 'server-only'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { checkOf } from './isolation-check'
import { type Base, commandFor, program, STACK } from './launch-command'
import { MEASURES, type Measure, type Measures } from './measures'

/** Which measures this system does not let us take; time and pixels are limited everywhere. */
export type Isolation = { readonly missing: readonly Measure[] }

/** How a decoder child is started: words that stand before `node`, and what they lack here. */
export type Launcher = { readonly command: readonly string[]; readonly isolation: Isolation }

/** Nothing in the environment, so that nothing of the portal's secrets. */
export const EMPTY = {} as NodeJS.ProcessEnv

const PATIENCE = 10_000

/** What a child may write to, above what Node itself has reserved before it runs anything. */
const ROOM = 496 * 1024 * 1024

const NOTHING: Launcher = { command: [], isolation: { missing: MEASURES } }

/** Where one of them is missing, the other base may have it. */
const NAMESPACES: Measures = new Set(['OWN_NETWORK', 'OWN_PROCESSES', 'OWN_FILES'])

let probed: Promise<Launcher> | undefined

/** Tried once a process, since a container may have the programs and yet forbid what they do. */
export function launcher(): Promise<Launcher> {
  probed ??= probe()
  return probed
}

async function probe(): Promise<Launcher> {
  if (process.platform !== 'linux') return NOTHING
  const memory = (await reservedByNode()) + ROOM
  const bases: Base[] = process.getuid?.() === 0 ? ['ROOT', 'USER_NAMESPACE'] : ['USER_NAMESPACE', 'ROOT']
  const canSwitch = (base: Base) => process.getuid?.() === 0 && base === 'ROOT'
  for (const base of bases) {
    const whole = new Set(MEASURES.filter((measure) => canSwitch(base) || measure !== 'OWN_ACCOUNT'))
    const command = await launches(base, whole, memory)
    if (command) return { command, isolation: { missing: missingFrom(whole) } }
  }
  let most: Launcher | undefined
  for (const base of bases) {
    const found = await oneByOne(base, memory)
    if (!most || found.isolation.missing.length < most.isolation.missing.length) most = found
    if (!most.isolation.missing.some((measure) => NAMESPACES.has(measure))) break
  }
  return most ?? NOTHING
}

/** Adds each measure to those before it, and leaves out what does not work with them. */
async function oneByOne(base: Base, memory: number): Promise<Launcher> {
  let command: readonly string[] = []
  const taken = new Set<Measure>()
  for (const measure of MEASURES) {
    const longer = await launches(base, new Set([...taken, measure]), memory)
    if (!longer) continue
    command = longer
    taken.add(measure)
  }
  return { command, isolation: { missing: missingFrom(taken) } }
}

const missingFrom = (taken: Measures) => MEASURES.filter((measure) => !taken.has(measure))

/** The words that start a process with these measures, if each of them holds in it. */
async function launches(base: Base, measures: Measures, memory: number): Promise<string[] | undefined> {
  const command = await commandFor(base, measures, memory)
  if (!command) return undefined
  const [check, about] = checkOf(measures, memory)
  const [file, ...words] = [...command, process.execPath, '-e', check, about]
  return promisify(execFile)(file, words, { env: EMPTY, timeout: PATIENCE }).then(
    () => command,
    () => undefined,
  )
}

/**
 * What counts as writable memory in a Node that does nothing, in bytes: from Node 24 on that has half a gigabyte for
 * compiled code, of which it uses next to nothing.
 */
async function reservedByNode(): Promise<number> {
  const print = 'process.stdout.write(require("node:fs").readFileSync("/proc/self/status", "latin1"))'
  const limit = program('prlimit')
  const [file, ...words] = [...(limit ? [limit, `--stack=${STACK}`] : []), process.execPath, '-e', print]
  const { stdout } = await promisify(execFile)(file, words, { env: EMPTY, timeout: PATIENCE }).catch(() => ({
    stdout: '',
  }))
  const kibibytes = Number(/^VmData:\s+(\d+)/m.exec(stdout)?.[1] ?? 0)
  return Math.ceil(kibibytes / 1024) * 1024 * 1024
}
