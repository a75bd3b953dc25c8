import 'server-only'
import { EnvironmentError } from '@/lib/core/env'
import { KeyringExistsError, KeyringMissingError } from '@/lib/crypto/keyring'
import { KeyringInvalidError } from '@/lib/crypto/parse-keyring'
import { DatabaseSetupError } from '@/lib/db/database-errors'
import { MessagingNotConfiguredError } from '@/lib/messaging/mode'

/** Why a program doesn't start, in a sentence for whoever starts it. */
export class StartRefusal extends Error {
  override name = 'StartRefusal'
}

const MENDABLE = [
  StartRefusal,
  EnvironmentError,
  DatabaseSetupError,
  KeyringExistsError,
  KeyringInvalidError,
  KeyringMissingError,
  MessagingNotConfiguredError,
]

/** A start that hangs must not keep a signal from ending it. */
const START_PATIENCE_MS = 20_000
/** A terminal and npm each pass the same Ctrl-C on. */
const SAME_SIGNAL_MS = 1_000

export type OnStop = (end: () => Promise<unknown>) => void

export const say = (line: string) => console.log(`[zhunxin] ${line}`)

/**
 * The life of a program: what its start began is ended in reverse order on SIGINT or SIGTERM, or when the start fails.
 * A second signal ends it at once.
 */
export function live(start: (onStop: OnStop) => Promise<void>): void {
  const ends: (() => Promise<unknown>)[] = []
  const endAll = async () => {
    for (const end of ends.splice(0).reverse()) await end().catch((error) => console.error(error))
  }

  let stoppedAt = 0
  const stop = async (signal: NodeJS.Signals) => {
    if (stoppedAt > 0 && Date.now() - stoppedAt > SAME_SIGNAL_MS) process.exit(1)
    if (stoppedAt > 0) return
    stoppedAt = Date.now()
    say(`${signal}: stopping …`)
    await Promise.race([starting, new Promise((resolve) => setTimeout(resolve, START_PATIENCE_MS).unref())])
    await endAll()
    say('Stopped.')
    process.exit(0)
  }
  process.on('SIGINT', (signal) => void stop(signal))
  process.on('SIGTERM', (signal) => void stop(signal))
  stopWithNpm(() => stop('SIGTERM'))

  const starting = start((end) => void ends.push(end)).catch(async (error: unknown) => {
    const isMendable = MENDABLE.some((kind) => error instanceof kind)
    console.error(isMendable ? (error as Error).message : error)
    await endAll()
    process.exit(1)
  })
}

/** npm passes SIGTERM to a shell, which dies of it without telling the program that it started. */
function stopWithNpm(stop: () => Promise<void>): void {
  const shell = process.ppid
  if (!process.env.npm_lifecycle_event) return
  setInterval(() => process.ppid !== shell && void stop(), 250).unref()
}
