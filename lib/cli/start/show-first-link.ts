import 'server-only'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { SECOND } from '@/lib/core/clock'
import { removeFile } from '@/lib/core/files/durable-file'
import { startInterval } from '@/lib/core/timers'
import { isFirstLinkUsable } from '@/lib/staff/is-first-link-usable'
import { type OnStop, printLine } from './run-program'

const FILE = 'first-administrator-link'
const LOOK_EVERY_MS = 2 * SECOND

type Place = {
  dataFolder: string
  onStop: OnStop
  /** Says whether a person reads the output. Otherwise a log stores it, which more people read than may administer. */
  isOnTerminal?: boolean
  lookEveryMs?: number
}

/**
 * Shows the link that makes the first administrator: on a terminal as it is, otherwise in a file that only this account
 * reads, and which the output names. The file is removed when the link can no longer be used, and at a stop; one that a
 * kill left behind, at the next start.
 *
 * @param url null when there is an administrator
 */
export async function showFirstLink(
  url: string | null,
  { dataFolder, onStop, isOnTerminal = process.stdout.isTTY, lookEveryMs = LOOK_EVERY_MS }: Place,
): Promise<void> {
  const file = path.join(dataFolder, FILE)
  await removeFile(file)
  if (url === null) return
  const about = 'There is no administrator yet. The link that creates one works once'
  if (isOnTerminal) return printLine(`${about}: ${url}`)
  await writePrivately(file, `${url}\n`)
  removeWhenOver(file, url, onStop, lookEveryMs)
  printLine(`${about}, and is in ${file}`)
}

/**
 * Writes a new file, which nobody else can read at any moment. A name that is taken, by a link to elsewhere too, is
 * refused.
 */
async function writePrivately(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
  } finally {
    await handle.close()
  }
}

/**
 * Any node may use or replace the link, so that this one asks the database. It asks once at a time, and no more after a
 * stop: the file of a later start has the same name.
 */
function removeWhenOver(file: string, url: string, onStop: OnStop, everyMs: number): void {
  let looking: Promise<void> | null = null
  const look = async () => {
    if (await isFirstLinkUsable(url)) return
    clearInterval(timer)
    await removeFile(file)
  }
  const lookAlone = () => {
    looking ??= look().finally(() => {
      looking = null
    })
    return looking
  }
  const timer = startInterval(lookAlone, everyMs, { act: 'first-link.watch' }).unref()
  onStop(async () => {
    clearInterval(timer)
    await looking?.catch(() => {}) // the timer has logged it
    await removeFile(file)
  })
}
