/** One file on its way to the portal. */
export type Upload = {
  id: string
  file: File
  state: 'waiting' | 'uploading' | 'interrupted' | 'checking' | 'done' | 'failed' | 'cancelled'
  /** Sent so far. */
  percent: number
  problem?: UploadProblem
  /** Of which choice of files it is: what was chosen later answers what went wrong before. */
  batch: number
}

/** What the portal, or the network, said. */
export type UploadProblem = { code: string; params: Record<string, string | number> }

type UploadEvent =
  | { type: 'added'; uploads: readonly Upload[] }
  | { type: 'changed'; id: string; change: Partial<Omit<Upload, 'id' | 'file' | 'batch'>> }
  | { type: 'dismissed'; id: string }

export function uploadsAfter(uploads: readonly Upload[], event: UploadEvent): readonly Upload[] {
  if (event.type === 'added') return [...uploads, ...event.uploads]
  if (event.type === 'dismissed') return uploads.filter(({ id }) => id !== event.id)
  const changed = uploads.map((upload) => (upload.id === event.id ? { ...upload, ...event.change } : upload))
  const taken = event.change.state === 'done' ? changed.find(({ id }) => id === event.id) : undefined
  return taken ? changed.filter(({ state, batch }) => state !== 'failed' || batch >= taken.batch) : changed
}

export const waiting = (file: File, id: string, batch: number): Upload => ({
  id,
  file,
  batch,
  state: 'waiting',
  percent: 0,
})

/** What would have to be sent again, or looked at again, if the page were left. */
export const isUnderWay = ({ state }: Pick<Upload, 'state'>): boolean =>
  state === 'waiting' || state === 'uploading' || state === 'interrupted' || state === 'checking'

/** An answer that is not a success: problem+json (RFC 9457) of ours, or a proxy's own page. */
export function problemOf(body: string): UploadProblem {
  try {
    const { code, params } = JSON.parse(body)
    if (typeof code === 'string') return { code, params: params ?? {} }
  } catch {
    // not ours
  }
  return { code: 'UNEXPECTED', params: {} }
}
