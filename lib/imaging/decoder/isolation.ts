import 'server-only'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { CHILD_ENVIRONMENT } from './decoder-files'
import { checkOf } from './isolation-check'
import { type Base, commandFor, program, STACK } from './launch-command'
import { MEASURES, type Measure, type Measures } from './measures'
import { type Found, memoize } from './memoize'
import { runWithRetries, type TriesLeft } from './run-with-retries'

/** Lists the measures that this system doesn't permit; time and pixels are limited everywhere. */
export type Isolation = { readonly missing: readonly Measure[] }

/** Says how a decoder child is started: the command before `node`, and the measures that are missing here. */
export type Launcher = { readonly command: readonly string[]; readonly isolation: Isolation }

/** Milliseconds after which a system that refused something is probed again: it may have been busy. */
const WITHHELD_FOR = { first: 10 * SECOND, most: 5 * MINUTE }

/** The tries of all programs of a probe together, so that a slow system doesn't delay it without end. */
const TRIES = 4

const MEGABYTE = 1024 * 1024

/** The bytes that a child may write to, above what Node itself has reserved before it runs anything. */
const ROOM = 496 * MEGABYTE
/** The same for one that has models in its memory. With what Node needs it has at most 700 MB. */
const READER_ROOM = 640 * MEGABYTE

const NOTHING: Launcher = { command: [], isolation: { missing: MEASURES } }

/** Lists the measures of namespaces: if one is missing, another base may have it, or hide the files without it. */
const NAMESPACES: Measures = new Set(['OWN_NETWORK', 'OWN_PROCESSES', 'OWN_FILES'])

/**
 * Returns the command that starts a decoder child. What works is tried, since a container may have the programs and yet
 * forbid what they do: once a process where nothing is withheld, and otherwise again after a while.
 */
export const launcher: () => Promise<Launcher> = memoize(() => probe(ROOM), WITHHELD_FOR)

/** Returns the same for a child that reads what pictures say. */
export const readerLauncher: () => Promise<Launcher> = memoize(() => probe(READER_ROOM), WITHHELD_FOR)

/** Holds the values that all programs of a probe share. `memory` counts the bytes that a child may write to. */
type Terms = { readonly memory: number; readonly tries: TriesLeft }

async function probe(room: number): Promise<Found<Launcher>> {
  if (process.platform !== 'linux') return { value: NOTHING, isLasting: true, lack: MEASURES.length }
  const tries = { left: TRIES }
  const reserved = await reservedByNode(tries)
  const value = await strongest({ memory: reserved + room, tries })
  const { missing } = value.isolation
  return { value, isLasting: reserved > 0 && missing.every(isNeverToBeHad), lack: missing.length }
}

/**
 * Returns whether a measure is never possible here: another account takes root's rights, which this process never
 * gains.
 */
const isNeverToBeHad = (measure: Measure) => measure === 'OWN_ACCOUNT' && process.getuid?.() !== 0

async function strongest(terms: Terms): Promise<Launcher> {
  const bases: Base[] =
    process.getuid?.() === 0 ? ['ROOT', 'USER_NAMESPACE', 'LANDLOCK'] : ['USER_NAMESPACE', 'ROOT', 'LANDLOCK']
  const canSwitch = (base: Base) => process.getuid?.() === 0 && base !== 'USER_NAMESPACE'
  for (const base of bases) {
    const whole = new Set(MEASURES.filter((measure) => canSwitch(base) || measure !== 'OWN_ACCOUNT'))
    const command = await launches(base, whole, terms)
    if (command) return { command, isolation: { missing: missingFrom(whole) } }
  }
  let most: Launcher | undefined
  for (const base of bases) {
    const found = await oneByOne(base, terms)
    if (!most || found.isolation.missing.length < most.isolation.missing.length) most = found
    if (!most.isolation.missing.some((measure) => NAMESPACES.has(measure))) break
  }
  return most ?? NOTHING
}

/** Adds each measure to those before it, and omits what does not work with them. */
async function oneByOne(base: Base, terms: Terms): Promise<Launcher> {
  let command: readonly string[] = []
  const taken = new Set<Measure>()
  for (const measure of MEASURES) {
    const longer = await launches(base, new Set([...taken, measure]), terms)
    if (!longer) continue
    command = longer
    taken.add(measure)
  }
  return { command, isolation: { missing: missingFrom(taken) } }
}

const missingFrom = (taken: Measures) => MEASURES.filter((measure) => !taken.has(measure))

/** Returns the command that starts a process with these measures, if each of them holds in it. */
async function launches(base: Base, measures: Measures, { memory, tries }: Terms): Promise<string[] | undefined> {
  const command = await commandFor(base, measures, memory)
  if (!command) return undefined
  const [check, about] = checkOf(measures, memory)
  const [file, ...words] = [...command, process.execPath, '-e', check, about]
  return runWithRetries(file, words, { env: CHILD_ENVIRONMENT, tries }).then(
    () => command,
    () => undefined,
  )
}

/**
 * Returns the bytes that count as writable memory in a Node that does nothing: from Node 24 on that has half a gigabyte
 * for compiled code, of which it uses next to nothing.
 */
async function reservedByNode(tries: TriesLeft): Promise<number> {
  const print = 'process.stdout.write(require("node:fs").readFileSync("/proc/self/status", "latin1"))'
  const limit = program('prlimit')
  const [file, ...words] = [...(limit ? [limit, `--stack=${STACK}`] : []), process.execPath, '-e', print]
  const { stdout } = await runWithRetries(file, words, { env: CHILD_ENVIRONMENT, tries }).catch(() => ({
    stdout: '',
  }))
  const kibibytes = Number(/^VmData:\s+(\d+)/m.exec(stdout)?.[1] ?? 0)
  return Math.ceil(kibibytes / 1024) * 1024 * 1024
}
