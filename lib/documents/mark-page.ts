import 'server-only'
import { Readable } from 'node:stream'
import { HOME_ZONE } from '@/lib/core/clock'
import { watermark } from '@/lib/imaging/watermark'
import { type KeptPage, readPage, type ShownFile } from './read-file'
import { tellOfStore } from './store-failure'

export type Mark = {
  /** Of who looks. */
  viewerId: string
  /** Who looks. */
  name: string
  /** Since when. */
  at: Date
  /** Of the qualification that they look at it for. */
  reference: string
}

/**
 * Opens a page as it is shown to staff: who looks at what, and when, stands in its pixels. It is never on disk.
 *
 * @throws DomainError NOT_FOUND when it was replaced or removed meanwhile, TRY_AGAIN
 */
export async function readMarkedPage(page: KeptPage, { viewerId, name, at, reference }: Mark): Promise<ShownFile> {
  const kept = { size: page.size, open: async () => (await readPage(page)).stream }
  const marked = await watermark(kept, [name, TIME.format(at), reference], viewerId).catch((error: unknown) => {
    throw tellOfStore(error, 'blob.read') // it may fall silent half-way
  })
  return { mediaType: 'image/jpeg', name: page.name, size: marked.length, stream: Readable.from([marked]) }
}

/** 2026-01-31 09:05:59, in Shanghai. */
const TIME = new Intl.DateTimeFormat('sv-SE', { timeZone: HOME_ZONE, dateStyle: 'short', timeStyle: 'medium' })
