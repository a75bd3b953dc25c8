import 'server-only'
import { newId } from '@/lib/core/ids'
import { decodePages, type FileLimits, type KnownFile, type PageImages } from '@/lib/imaging/inspect-file'
import { type Part, readParts } from '@/lib/storage/parts'
import { besideBlob } from '@/lib/storage/store-port'
import { writeBlobs } from '@/lib/storage/vault'
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
    const id = newId()
    const drawn = [
      { blob: { id, variant: 'RENDITION' as const, page, size: rendition.length }, plaintext: rendition },
      {
        blob: { id: besideBlob(id), variant: 'THUMBNAIL' as const, page, size: thumbnail.length },
        plaintext: thumbnail,
      },
    ]
    blobs.push(...drawn.map(({ blob }) => blob))
    sketches.push(sketch)
    await writeBlobs(drawn.map(({ blob, plaintext }) => ({ id: blob.id, key, plaintext })))
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
