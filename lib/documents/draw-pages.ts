import 'server-only'
import { newId } from '@/lib/core/ids'
import { decodePages, type FileLimits, type KnownFile, type PageImages } from '@/lib/imaging/inspect-file'
import { type Part, readParts } from '@/lib/storage/parts'
import { writeBlob } from '@/lib/storage/vault'
import { type ReceivedBlob, removeBlobs } from './receive-file'

/** Describes a decoded file: its measures, and the blobs of what is shown. No row knows them yet. */
export type DrawnFile = {
  pageCount: number
  width: number
  height: number
  blobs: ReceivedBlob[]
  /** Holds the sketches by which its pages are compared, before they are blinded. */
  sketches: Buffer[]
}

type StoredOriginal = Pick<KnownFile, 'mediaType' | 'size' | 'sender'> & { key: Buffer; parts: readonly Part[] }

/**
 * Has a stored original decoded, once, and stores what is shown of it under its key. What fails leaves nothing behind.
 *
 * @throws DomainError FILE_*, TRY_AGAIN; what the store fails with
 */
export async function drawPages(
  { parts, key, ...original }: StoredOriginal,
  limits: Pick<FileLimits, 'maxPixels' | 'minShortSide'>,
): Promise<DrawnFile> {
  const blobs: ReceivedBlob[] = []
  const sketches: Buffer[] = []
  const storePage = async ({ rendition, thumbnail, sketch }: PageImages) => {
    const page = blobs.length / 2
    const drawn = [newBlob('RENDITION', page, rendition), newBlob('THUMBNAIL', page, thumbnail)]
    blobs.push(...drawn.map(({ blob }) => blob))
    sketches.push(sketch)
    // Both writes settle before a failure is thrown: nobody would remove what is written later.
    const written = await Promise.allSettled(
      drawn.map(({ blob, plaintext }) => writeBlob({ id: blob.id, key, plaintext })),
    )
    for (const one of written) if (one.status === 'rejected') throw one.reason
  }
  try {
    const open = () => readParts(parts, key)
    const { pageCount, width, height } = await decodePages({ ...original, open }, limits, storePage)
    return { pageCount, width, height, blobs, sketches }
  } catch (error) {
    await removeBlobs(blobs.map(({ id }) => id))
    throw error
  }
}

const newBlob = (variant: 'RENDITION' | 'THUMBNAIL', page: number, plaintext: Buffer) => ({
  blob: { id: newId(), variant, page, size: plaintext.length },
  plaintext,
})
