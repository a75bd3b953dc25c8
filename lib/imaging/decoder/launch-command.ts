import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { environmentOf, FILTER_PLACE, landlockRules } from './decoder-files'
import type { Measures } from './measures'
import { refusingOptions, threadsOnlyFilter } from './system-calls'

/**
 * Names the source of namespaces: the portal's own rights as root, or those that any user has in a user namespace. The
 * last has none: there the kernel refuses files by Landlock, for which a process needs no right.
 */
export type Base = 'ROOT' | 'USER_NAMESPACE' | 'LANDLOCK'

/**
 * Lists numbers for the account of decoders: one above what systemd gives to containers, and one that fits into the
 * 65,536 of a container, between what systemd gives to services and nobody's.
 */
const ACCOUNTS = [1_999_420_777, 65_521]

/** Returns the first of the numbers that this system can switch to and that no account has. */
export function decoderAccount(): number | undefined {
  const accounts = existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : ''
  const ranges = existsSync('/proc/self/uid_map') ? readFileSync('/proc/self/uid_map', 'utf8').trim().split('\n') : []
  const isMapped = (number: number) =>
    ranges.some((range) => {
      const [first = 0, , count = 0] = range.trim().split(/\s+/).map(Number)
      return first <= number && number < first + count
    })
  return ACCOUNTS.find((number) => isMapped(number) && !accounts.includes(`:${number}:`))
}

type Part = readonly string[] | undefined

/**
 * Returns the command before `node` that starts it with these measures.
 *
 * @param memory bytes that a child may write to
 * @returns undefined when a program is missing, or a measure is impossible from this base
 */
export async function commandFor(base: Base, measures: Measures, memory: number): Promise<string[] | undefined> {
  const isLandlocked = base === 'LANDLOCK' && measures.has('HIDDEN_SECRETS')
  // Landlock hides files without anything mounted over them.
  const byNamespaces = isLandlocked ? new Set([...measures].filter((one) => one !== 'HIDDEN_SECRETS')) : measures
  const flags = namespaces(byNamespaces)
  if (base === 'LANDLOCK' && flags.length > 0) return undefined
  const parts: Part[] = [
    base === 'USER_NAMESPACE' && flags.length > 0 ? withProgram('unshare', ['-r']) : [],
    // In this place, since a change of account or namespace of users takes the wish back.
    measures.has('ENDS_WITH_PORTAL') ? withProgram('setpriv', ['--pdeathsig', 'KILL']) : [],
    flags.length > 0 ? withProgram('unshare', flags) : [],
    surroundings(byNamespaces),
    privileges(base, measures, { hasNamespaces: flags.length > 0, isLandlocked }),
    limits(measures, memory),
    await filter(measures),
  ]
  if (!parts.every((part) => part !== undefined)) return undefined
  return parts.flat()
}

function namespaces(measures: Measures): string[] {
  return [
    ...(measures.has('OWN_NETWORK') ? ['-n'] : []),
    ...(changesFiles(measures) ? ['-m'] : []),
    ...(measures.has('OWN_PROCESSES') ? ['-i', '-u', '-p', '--fork', '--kill-child'] : []),
  ]
}

const changesFiles = (measures: Measures) =>
  measures.has('OWN_FILES') || measures.has('HIDDEN_SECRETS') || measures.has('OWN_PROCESSES')

function surroundings(measures: Measures): Part {
  if (!changesFiles(measures)) return []
  const filter = measures.has('PROCESS_LIMIT') ? threadsOnlyFilter() : ''
  if (filter === undefined) return undefined
  return environmentOf({
    ownRoot: measures.has('OWN_FILES'),
    hidesSecrets: measures.has('HIDDEN_SECRETS'),
    ownProc: measures.has('OWN_PROCESSES'),
    filter,
    account: measures.has('OWN_ACCOUNT') ? decoderAccount() : undefined,
  })
}

type Way = { readonly hasNamespaces: boolean; readonly isLandlocked: boolean }

function privileges(base: Base, measures: Measures, { hasNamespaces, isLandlocked }: Way): Part {
  const account = decoderAccount()
  if (measures.has('OWN_ACCOUNT') && (account === undefined || base === 'USER_NAMESPACE')) return undefined
  // The filter lies in the root of the child's own, and is loaded by what may no longer gain rights.
  if (measures.has('PROCESS_LIMIT') && !(measures.has('OWN_FILES') && measures.has('NO_CAPABILITIES'))) return undefined
  // Only who has some may say that none can be gained; who has none can't.
  const hasCapabilities = process.getuid?.() === 0 || hasNamespaces
  const options = [
    ...(measures.has('OWN_ACCOUNT') ? [`--reuid=${account}`, `--regid=${account}`, '--clear-groups'] : []),
    ...(measures.has('NO_CAPABILITIES')
      ? [...(hasCapabilities ? ['--bounding-set=-all'] : []), '--inh-caps=-all', '--ambient-caps=-all']
      : []),
    ...(measures.has('NO_CAPABILITIES') || isLandlocked ? ['--no-new-privs'] : []),
    ...(isLandlocked ? landlockRules() : []),
    ...(measures.has('ENDS_WITH_PORTAL') ? ['--pdeathsig', 'KILL'] : []),
    ...(measures.has('PROCESS_LIMIT') ? ['--seccomp-filter', FILTER_PLACE] : []),
  ]
  return options.length > 0 ? withProgram('setpriv', options) : []
}

/**
 * Limits the memory that a child may write to (libvips follows no flag of Node's; the stacks of idle threads count, so
 * they are small), and allows no file (nothing of a document is spilled to disk in the clear) and no core dump.
 */
function limits(measures: Measures, memory: number): Part {
  const options = [
    ...(measures.has('MEMORY_LIMIT') ? [`--data=${memory}`] : []),
    ...(measures.has('STACK_LIMIT') ? [`--stack=${STACK}`] : []),
    ...(measures.has('FILE_SIZE_LIMIT') ? ['--fsize=0'] : []),
    ...(measures.has('CORE_LIMIT') ? ['--core=0'] : []),
  ]
  return options.length > 0 ? withProgram('prlimit', options) : []
}

export const STACK = 2 * 1024 * 1024

/** Returns the filter of system calls. It comes directly before `node`, since it lets only its own program start. */
async function filter(measures: Measures): Promise<Part> {
  if (!measures.has('SYSTEM_CALL_FILTER')) return []
  const enosys = program('enosys')
  const options = enosys ? await refusingOptions(enosys) : undefined
  return enosys && options ? [enosys, ...options, '--'] : undefined
}

const withProgram = (name: string, options: readonly string[]): Part => {
  const found = program(name)
  return found ? [found, ...options] : undefined
}

export const program = (name: string) =>
  ['/usr/bin', '/bin', '/usr/sbin', '/sbin'].map((folder) => `${folder}/${name}`).find(existsSync)

/**
 * Words that start a program at a low priority, which its children have too; where there are none it has the usual one.
 */
export const POLITELY: readonly string[] = ['/usr/bin/nice', '/bin/nice']
  .filter(existsSync)
  .slice(0, 1)
  .flatMap((nice) => [nice, '-n', '10'])
