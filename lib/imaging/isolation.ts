import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { checkOf } from './isolation-check'
import { type Base, commandFor, program, STACK } from './launch-command'
import { MEASURES, type Measure, type Measures } from './measures'
import { type Found, remembered } from './remembered'
import { runPatiently, type TriesLeft } from './run-patiently'

/** Which measures this system does not let us take; time and pixels are limited everywhere. */
export type Isolation = { readonly missing: readonly Measure[] }

/** How a decoder child is started: words that stand before `node`, and what they lack here. */
export type Launcher = { readonly command: readonly string[]; readonly isolation: Isolation }

/** Nothing in the environment, so that nothing of the portal's secrets. */
export const EMPTY = {} as NodeJS.ProcessEnv

/** After which a system that withheld something is asked again: it may have been busy. */
const WITHHELD_FOR = 5 * MINUTE

/** Of all programs of a probe together, so that a system that lets each wait is not waited for without end. */
const TRIES = 4

/** What a child may write to, above what Node itself has reserved before it runs anything. */
const ROOM = 496 * 1024 * 1024

const NOTHING: Launcher = { command: [], isolation: { missing: MEASURES } }

/** Where one of them is missing, the other base may have it. */
const NAMESPACES: Measures = new Set(['OWN_NETWORK', 'OWN_PROCESSES', 'OWN_FILES'])

/**
 * Tried, since a container may have the programs and yet forbid what they do: once a process where nothing is withheld,
 * and otherwise again after a while.
 */
export const launcher: () => Promise<Launcher> = remembered(probe, WITHHELD_FOR)

/** What all programs of a probe have in common. `memory`: bytes that a child may write to. */
type Terms = { readonly memory: number; readonly tries: TriesLeft }

async function probe(): Promise<Found<Launcher>> {
  if (process.platform !== 'linux') return { value: NOTHING, isLasting: true }
  const tries = { left: TRIES }
  const reserved = await reservedByNode(tries)
  const value = await strongest({ memory: reserved + ROOM, tries })
  return { value, isLasting: reserved > 0 && value.isolation.missing.every(isNeverToBeHad) }
}

/** Another account takes root's rights, which this process gains at no time. */
const isNeverToBeHad = (measure: Measure) => measure === 'OWN_ACCOUNT' && process.getuid?.() !== 0

async function strongest(terms: Terms): Promise<Launcher> {
  const bases: Base[] = process.getuid?.() === 0 ? ['ROOT', 'USER_NAMESPACE'] : ['USER_NAMESPACE', 'ROOT']
  const canSwitch = (base: Base) => process.getuid?.() === 0 && base === 'ROOT'
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

/** Adds each measure to those before it, and leaves out what does not work with them. */
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

/** The words that start a process with these measures, if each of them holds in it. */
async function launches(base: Base, measures: Measures, { memory, tries }: Terms): Promise<string[] | undefined> {
  const command = await commandFor(base, measures, memory)
  if (!command) return undefined
  const [check, about] = checkOf(measures, memory)
  const [file, ...words] = [...command, process.execPath, '-e', check, about]
  return runPatiently(file, words, { env: EMPTY, tries }).then(
    () => command,
    () => undefined,
  )
}

/**
 * What counts as writable memory in a Node that does nothing, in bytes: from Node 24 on that has half a gigabyte for
 * compiled code, of which it uses next to nothing.
 */
async function reservedByNode(tries: TriesLeft): Promise<number> {
  const print = 'process.stdout.write(require("node:fs").readFileSync("/proc/self/status", "latin1"))'
  const limit = program('prlimit')
  const [file, ...words] = [...(limit ? [limit, `--stack=${STACK}`] : []), process.execPath, '-e', print]
  const { stdout } = await runPatiently(file, words, { env: EMPTY, tries }).catch(() => ({
    stdout: '',
  }))
  const kibibytes = Number(/^VmData:\s+(\d+)/m.exec(stdout)?.[1] ?? 0)
  return Math.ceil(kibibytes / 1024) * 1024 * 1024
}
