import 'server-only'
import type { Readable } from 'node:stream'
import type { FileLimits } from '@/lib/imaging/inspect-file'
import { type DrawnFile, drawPages } from './draw-pages'
import { type ReceivedFile, receiveFile, removeBlobs } from './receive-file'
import { reportStoreFailure } from './store-failure'

/** A file that was received and decoded, of which no row knows yet. */
export type ExaminedFile = ReceivedFile & Omit<DrawnFile, 'sketches'>

/**
 * Receives a file and has it decoded before it returns, for someone who has no page to come back to: a person who can't
 * sign in. A refused file always leaves nothing behind.
 *
 * @throws DomainError FILE_*, UPLOAD_CUT_OFF, TRY_AGAIN
 */
export async function examineNow(source: Readable, limits: FileLimits, sender: string): Promise<ExaminedFile> {
  const received = await receiveFile(source, limits, sender)
  const { key, mediaType, size, blobs: parts } = received
  try {
    const { sketches: _, blobs, ...drawn } = await drawPages({ key, mediaType, size, sender, parts }, limits)
    return { ...received, ...drawn, blobs: [...parts, ...blobs] }
  } catch (error) {
    await removeBlobs(parts.map(({ id }) => id))
    throw reportStoreFailure(error, 'blob.put')
  }
}
