import 'server-only'
import { once } from 'node:events'
import { PassThrough, pipeline, Readable } from 'node:stream'
import { ZipArchive } from 'archiver'
import { logBug } from './log'

export type ZipEntries = {
  /**
   * Returns when all of it has left: no source is opened before the one before it is through.
   *
   * @param options.isPacked what is compressed already isn't once more
   */
  add(path: string, source: Readable | Buffer | string, options?: { isPacked?: boolean }): Promise<void>
}

/**
 * A ZIP that is made while it is read. What `fill` throws ends the stream with that error: what arrived is no whole
 * archive, and unpacks as none. When the reader leaves, `fill` is told by an `add` that rejects.
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
