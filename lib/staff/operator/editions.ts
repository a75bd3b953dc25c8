import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { type Entered, holdEntered } from '@/lib/core/operator'
import { startInterval } from '@/lib/core/timers'
import { database, type Reader } from '@/lib/db/client'

/** The time after which each process knows of what was entered at another. */
const READ_EVERY = 5 * SECOND

export type Edition = Entered & { edition: number; enteredById: string | null; enteredAt: Date | null }

const NOTHING: Edition = { edition: 0, name: null, phone: null, email: null, enteredById: null, enteredAt: null }

/** Returns what administrators entered last. */
export const newestEdition = async (reader: Reader): Promise<Edition> =>
  (await reader.operatorEdition.findFirst({ orderBy: { edition: 'desc' } })) ?? NOTHING

/** Has this process decide by what is entered now. */
export async function readEntered(): Promise<void> {
  const { name, phone, email } = await newestEdition(database())
  holdEntered({ name, phone, email })
}

/** Reads it now, and again and again. @returns what ends that */
export async function keepReadingEntered(): Promise<() => void> {
  await readEntered()
  const timer = startInterval(readEntered, READ_EVERY, { act: 'operator.read' }).unref()
  return () => clearInterval(timer)
}
