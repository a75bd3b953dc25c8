import 'server-only'
import { inspect } from 'node:util'
import { BackupRefusal } from '@/lib/backup/backup-format'
import { EnvironmentError } from '@/lib/core/env'
import { InstallationIdError } from '@/lib/core/installation-id'
import { log, logBug } from '@/lib/core/log'
import { KeyringMissingError } from '@/lib/crypto/keyring'
import { KeyringExistsError } from '@/lib/crypto/keyring-file'
import { KeyringInvalidError } from '@/lib/crypto/parse-keyring'
import { DatabaseSetupError } from '@/lib/db/database-errors'
import { RotationRefusal } from '@/lib/keys/rotate-keys'
import { MessagingNotConfiguredError } from '@/lib/messaging/mode'
import { StoreUnavailableError } from '@/lib/storage/store-port'

/** Why a program doesn't start, in a sentence for whoever starts it. */
export class StartRefusal extends Error {
  override name = 'StartRefusal'
}

const MENDABLE = [
  StartRefusal,
  BackupRefusal,
  EnvironmentError,
  InstallationIdError,
  DatabaseSetupError,
  InstallationIdError,
  KeyringExistsError,
  KeyringInvalidError,
  KeyringMissingError,
  MessagingNotConfiguredError,
  RotationRefusal,
  StoreUnavailableError,
]

/** A start that hangs must not keep a signal from ending it. */
const START_PATIENCE_MS = 20_000
/** What doesn't stop by then is left behind, so that the database is stopped whatever else hangs. */
const STEP_LIMIT_MS = 20_000
/** A terminal and npm each pass the same Ctrl-C on. */
const SAME_SIGNAL_MS = 1_000
/** As a shell has it for SIGINT. */
const INTERRUPTED = 130

export type OnStop = (end: () => Promise<unknown>) => void

/** Whether lines for a person are lines of the log: what collects a program's output reads one kind only. */
let speaksByLog = false
/** Of these, LOG_LEVEL suppresses none. */
const sentences = log.child({}, { level: 'info' })

/** Lines for the person who starts a program, past the console, which leads to the log while the portal serves. */
export function say(line: string): void {
  if (speaksByLog) sentences.info(line)
  else process.stdout.write(`[zhunxin] ${line}\n`)
}

export function complain(line: string): void {
  if (speaksByLog) sentences.fatal(line)
  else process.stderr.write(`${line}\n`)
}

/**
 * The life of a program: what its start began is ended in reverse order on SIGINT or SIGTERM, or when the start fails.
 * A second signal ends it at once.
 *
 * @param isLogged whether all that it says, where no terminal shows it, is JSON
 */
export function live(start: (onStop: OnStop) => Promise<void>, { isLogged = false } = {}): void {
  speaksByLog = isLogged && !process.stdout.isTTY
  begin(start, START_PATIENCE_MS, 0)
}

/**
 * The life of a command that does one thing: what it began is ended in reverse order when the thing is done, when it
 * fails, and on a signal, which leaves it undone.
 *
 * @param work resolves with the exit code
 */
export function once(work: (onStop: OnStop) => Promise<number>): void {
  begin(work, 0, INTERRUPTED)
}

function begin(work: (onStop: OnStop) => Promise<unknown>, patience: number, codeOnSignal: number): void {
  const ends: (() => Promise<unknown>)[] = []
  const endAll = async () => {
    for (const end of ends.splice(0).reverse()) await endInTime(end)
  }

  let stoppedAt = 0
  const stop = async (signal: NodeJS.Signals) => {
    if (stoppedAt > 0 && Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(1)
    if (stoppedAt > 0) return
    stoppedAt = Date.now()
    say(`${signal}: stopping …`)
    await Promise.race([working, new Promise((resolve) => setTimeout(resolve, patience).unref())])
    await endAll()
    say('Stopped.')
    process.exit(codeOnSignal)
  }
  process.on('SIGINT', (signal) => void stop(signal))
  process.on('SIGTERM', (signal) => void stop(signal))
  stopWithNpm(() => stop('SIGTERM'))

  const working = work((end) => void ends.push(end)).then(
    async (code) => {
      if (typeof code !== 'number' || stoppedAt > 0) return
      await endAll()
      process.exit(code)
    },
    async (error: unknown) => {
      if (stoppedAt > 0) return // it fails since what it stands on is being ended
      const isMendable = MENDABLE.some((kind) => error instanceof kind)
      complain(isMendable ? (error as Error).message : inspect(error))
      await endAll()
      process.exit(1)
    },
  )
}

/** Each step is tried, whatever the others did: the last of them stops the database. */
export async function endInTime(end: () => Promise<unknown>, limit = STEP_LIMIT_MS): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.error({ limit }, 'a part did not stop in time')
      resolve()
    }, limit)
  })
  const ended = Promise.resolve()
    .then(end)
    .catch((error: unknown) => logBug(error, { room: 'stop' }))
  await Promise.race([ended, late])
  clearTimeout(timer)
}

/** npm passes SIGTERM to a shell, which dies of it without telling the program that it started. */
function stopWithNpm(stop: () => Promise<void>): void {
  const shell = process.ppid
  if (!process.env.npm_lifecycle_event) return
  setInterval(() => process.ppid !== shell && void stop(), 250).unref()
}
