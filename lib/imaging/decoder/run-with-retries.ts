import 'server-only'
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const TIMEOUT = 10_000
const PAUSE = 200

/** Counts the tries that are left. Programs that share one share its tries. */
export type TriesLeft = { left: number }

/** Runs a program to its end. One that fails for a reason that passes is run again. */
export async function runWithRetries(
  file: string,
  words: readonly string[],
  { env, timeout = TIMEOUT, tries = { left: 2 } }: { env?: NodeJS.ProcessEnv; timeout?: number; tries?: TriesLeft },
): Promise<{ stdout: string }> {
  for (;;) {
    try {
      return await promisify(execFile)(file, words, { ...(env ? { env } : {}), timeout })
    } catch (error) {
      if (tries.left <= 0 || !isPassing(error)) throw error
      tries.left -= 1
      await sleep(PAUSE)
    }
  }
}

const PASSING = new Set<unknown>(['EAGAIN', 'ENOMEM', 'EMFILE', 'ENFILE', 'ETIMEDOUT'])
/** Matches the messages of a program that is itself refused a process or memory, which are EAGAIN and ENOMEM. */
const SAID = /Resource temporarily unavailable|Cannot allocate memory/

/**
 * Returns whether an error is temporary. A busy system kills, delays or refuses a process; one that forbids something
 * lets the program report it by its exit code.
 */
function isPassing(error: unknown): boolean {
  const { killed, signal, code, stderr } = error as {
    killed?: boolean
    signal?: string | null
    code?: string | number | null
    stderr?: string
  }
  return killed === true || Boolean(signal) || PASSING.has(code) || SAID.test(stderr ?? '')
}
