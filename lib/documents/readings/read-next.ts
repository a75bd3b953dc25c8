import 'server-only'
import { buffer } from 'node:stream/consumers'
import type { IssuedPage } from '@/lib/checks/letter/letter-page'
import { reader, readLetter, readPicture } from '@/lib/checks/read-picture'
import type { Reading } from '@/lib/checks/reading'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { startInterval } from '@/lib/core/timers'
import { StartRefusedError } from '@/lib/imaging/decoder/decoding-rule'
import { findPage, readPage } from '../read-file'
import { type ClaimedReading, claimReading, EXTEND_EVERY_MS, extendLease, releaseReading } from './claim-reading'
import { giveUpReading, storeReading } from './settle-reading'

/** A file at which the reader failed so often is not read. */
const MOST_ATTEMPTS = 3
const AGAIN_SECONDS = 5

/**
 * Returns the pages of the letters that a file may show, as they were issued; null of a file that should show no
 * letter. The letters belong to what the file is part of, of which nothing is known here.
 */
export type IssuedPagesOf = (fileId: string) => Promise<readonly IssuedPage[] | null>

/** Holds what is known of the portal's letters: it belongs to other rooms. */
export type KnownLetters = {
  readonly issuedPagesOf: IssuedPagesOf
  /** Returns the titles by which letters are known. */
  readonly titles: () => Promise<readonly string[]>
}

/**
 * Reads the next file that waits: what each of its pages shows, page by page.
 *
 * @returns false when none waits, or none may be read now: the next one would wait as long
 */
export async function readNext(letters: KnownLetters): Promise<boolean> {
  const claimed = await claimReading(reader().ownerInTurn)
  if (!claimed) return false
  if (claimed.attempts > MOST_ATTEMPTS) {
    await giveUpReading(claimed)
    return true
  }
  const holding = startInterval(() => extendLease(claimed), EXTEND_EVERY_MS, { act: 'reading.extend-lease' })
  try {
    await readFile(claimed, letters).finally(() => clearInterval(holding))
  } catch (error) {
    await settleFailure(claimed, error)
    return !(error instanceof StartRefusedError)
  }
  return true
}

async function readFile(claimed: ClaimedReading, letters: KnownLetters): Promise<void> {
  const { fileId, accountId, pageCount } = claimed
  const [issued, titles] = [await letters.issuedPagesOf(fileId), await letters.titles()]
  const readings: Reading[] = []
  let fileKey: Uint8Array = new Uint8Array()
  for (let page = 0; page < pageCount; page += 1) {
    const stored = await findPage({ fileId, variant: 'RENDITION', page })
    fileKey = stored.key
    const { stream } = await readPage(stored)
    const jpeg = await buffer(stream)
    const reading = issued
      ? (await readLetter(jpeg, accountId, issued, titles)).reading
      : await readPicture(jpeg, accountId, titles)
    readings.push(reading)
  }
  await storeReading(claimed, fileKey, readings)
}

/** Releases a reading that failed. A file that was removed meanwhile has no row any more, and nothing waits for it. */
async function settleFailure(claimed: ClaimedReading, error: unknown): Promise<void> {
  if (error instanceof DomainError && error.code === 'NOT_FOUND') return
  const isInnocent = error instanceof DomainError && error.code === 'TRY_AGAIN'
  if (!isInnocent) logBug(error, { act: 'file.read' })
  await releaseReading(claimed, { seconds: AGAIN_SECONDS, isInnocent })
}
