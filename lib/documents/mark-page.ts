import 'server-only'
import { Readable } from 'node:stream'
import { HOME_ZONE } from '@/lib/core/clock'
import { watermark } from '@/lib/imaging/watermark'
import { requireMarking } from './decoding-here'
import { readPage, type ShownFile, type StoredPage } from './read-file'
import { reportStoreFailure } from './store-failure'

export type Mark = {
  viewerId: string
  /** Names the viewer. */
  name: string
  /** Says when the view started. */
  at: Date
  /** Identifies the qualification, or the access case, for which they look at the page. */
  caseId: string
  /** Holds the reference of that case. */
  reference: string
}

/**
 * Opens a page as it is shown to staff: its pixels contain who looks at what, and when. It is never on disk.
 *
 * @throws DomainError VIEWS_CLOSED, NOT_FOUND when it was replaced or removed meanwhile, TRY_AGAIN
 */
export async function readMarkedPage(page: StoredPage, mark: Mark): Promise<ShownFile> {
  await requireMarking()
  const { name, at, reference } = mark
  const source = { size: page.size, open: async () => (await readPage(page)).stream }
  const marked = await watermark(source, [name, TIME.format(at), reference], mark).catch((error: unknown) => {
    throw reportStoreFailure(error, 'blob.read') // it may fall silent half-way
  })
  return { mediaType: 'image/jpeg', name: page.name, size: marked.length, stream: Readable.from([marked]) }
}

/** Writes a time as 2026-01-31 09:05:59, in Shanghai. */
const TIME = new Intl.DateTimeFormat('sv-SE', { timeZone: HOME_ZONE, dateStyle: 'short', timeStyle: 'medium' })
