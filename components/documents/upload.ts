import type { Checked } from '@/components/capture/asked'
import type { DocumentKind, PictureDoubt } from '@/lib/db/generated/enums'

/** Says where a file is sent. A phone has one application, which the portal knows. */
export type UploadPlace = {
  qualificationId: string
  kind: DocumentKind
  senderSignatureId: string | null
  isPhone?: boolean
}

/**
 * Describes one file on its way to the portal. First the browser looks at it; a doubted one waits until its sender says
 * that it should be used.
 */
export type Upload = {
  id: string
  file: File
  state: 'looking' | 'doubted' | 'waiting' | 'uploading' | 'interrupted' | 'checking' | 'done' | 'failed' | 'cancelled'
  /** Says how much is sent so far. */
  percent: number
  problem?: UploadProblem
  /** Lists what may be wrong with the picture. Its sender uses it anyway once it is sent. */
  doubts?: readonly PictureDoubt[]
  /** Numbers the choice of files: a later choice answers what went wrong before. */
  batch: number
  /** Holds what the page showed of the slot when all bytes were sent, before the portal accepted the file. */
  shownThen?: string
  /** Identifies the accepted file, where the portal's answer says it. */
  fileId?: string | null
}

/** Describes what the portal, or the network, answered. */
export type UploadProblem = { code: string; params: Record<string, string | number> }

type UploadEvent =
  | { type: 'added'; uploads: readonly Upload[] }
  | ({ type: 'looked'; id: string } & Checked)
  | { type: 'turned'; id: string; file: File }
  | { type: 'changed'; id: string; change: Partial<Omit<Upload, 'id' | 'file' | 'batch'>> }
  | { type: 'dismissed'; id: string }

export function uploadsAfter(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  if (event.type === 'added') return [...uploads, ...event.uploads]
  if (event.type === 'dismissed') return uploads.filter(({ id }) => id !== event.id)
  if (event.type === 'looked') {
    const { file, doubts } = event
    const isLooking = ({ id, state }: Upload) => id === event.id && state === 'looking' // it may be cancelled
    return uploads.map((upload) =>
      isLooking(upload) ? { ...upload, file, doubts, state: doubts.length > 0 ? 'doubted' : 'waiting' } : upload,
    )
  }
  if (event.type === 'turned') {
    const isDoubted = ({ id, state }: Upload) => id === event.id && state === 'doubted'
    return uploads.map((upload) => (isDoubted(upload) ? { ...upload, file: event.file } : upload))
  }
  const changed = uploads.map((upload) => (upload.id === event.id ? { ...upload, ...event.change } : upload))
  const taken = event.change.state === 'done' ? changed.find(({ id }) => id === event.id) : undefined
  return taken ? changed.filter(({ state, batch }) => state !== 'failed' || batch >= taken.batch) : changed
}

/** @param seen what its sender has seen may be wrong with it; null while nobody looked at it */
export const added = (file: File, id: string, batch: number, seen: readonly PictureDoubt[] | null): Upload => ({
  id,
  file,
  batch,
  state: seen ? 'waiting' : 'looking',
  percent: 0,
  doubts: seen ?? [],
})

/**
 * Returns the upload that is sent next. None is sent before those that were chosen earlier, for pages have an order: so
 * one that is looked at, or doubted, holds up the others.
 */
export function nextOf(uploads: readonly Upload[]): Upload | undefined {
  const first = uploads.find(isUnsent)
  return first?.state === 'waiting' ? first : undefined
}

const isUnsent = ({ state }: Upload) => state === 'looking' || state === 'doubted' || state === 'waiting'

/** Returns whether it would be lost with the page. */
export const isLostWithPage = (upload: Upload): boolean => isUnsent(upload) || isUnderWay(upload)

/** Returns whether it is being sent, or examined by the portal. */
export const isUnderWay = ({ state }: Pick<Upload, 'state'>): boolean =>
  state === 'waiting' || state === 'uploading' || state === 'interrupted' || state === 'checking'

/**
 * Returns whether the portal accepted it, and the page, which shows this now, was not read again since. The same bytes
 * again are a file that the page shows already.
 */
export const isUnseen = ({ state, shownThen, fileId }: SeenBy, shown: string): boolean =>
  state === 'done' && shownThen === shown && !(fileId && shown.includes(fileId))

type SeenBy = Pick<Upload, 'state' | 'shownThen' | 'fileId'>

/** Reads an answer that is not a success: our problem+json (RFC 9457), or a proxy's own page. */
export function problemOf(body: string): UploadProblem {
  try {
    const { code, params } = JSON.parse(body)
    if (typeof code === 'string') return { code, params: params ?? {} }
  } catch {
    // not ours
  }
  return { code: 'UNEXPECTED', params: {} }
}
