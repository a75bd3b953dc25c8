import 'server-only'
import { once } from 'node:events'
import { PassThrough, pipeline, Readable } from 'node:stream'
import { ZipArchive } from 'archiver'
import { logBug } from '../log'

export type ZipEntries = {
  /**
   * Resolves when all of it was sent: no source is opened before the previous one is through.
   *
   * @param options.isPacked stores without compression what is compressed already
   */
  add(path: string, source: Readable | Buffer | string, options?: { isPacked?: boolean }): Promise<void>
}

/**
 * Returns a ZIP that is written while it is read. If `fill` throws, the stream ends with that error: what arrived is no
 * whole archive and can't be unpacked. When the reader disconnects, `add` rejects.
 *
 * @param act for the log, when it fails
 * @param level of deflate, 1 to 9
 */
export function zipStream(act: string, fill: (entries: ZipEntries) => Promise<void>, level = 6): Readable {
  const archive = new ZipArchive({ zlib: { level } })
  const out = new PassThrough()
  const over = new AbortController()
  pipeline(archive, out, () => over.abort())
  const add: ZipEntries['add'] = async (path, source, { isPacked = false } = {}) => {
    const isAdded = once(archive, 'entry', { signal: over.signal })
    if (source instanceof Readable) source.once('error', (error) => archive.destroy(error))
    archive.append(source, { name: path, store: isPacked })
    try {
      await isAdded
    } finally {
      if (source instanceof Readable) source.destroy()
    }
  }
  fill({ add })
    .then(() => archive.finalize())
    .catch((error: unknown) => {
      if (!over.signal.aborted) logBug(error, { act })
      archive.destroy(error instanceof Error ? error : new Error('Not whole'))
    })
  return out
}
