import 'server-only'
import { DAY, HOUR } from '@/lib/core/clock'
import { log } from '@/lib/core/log'
import { database, databaseTime } from '@/lib/db/client'
import { blobStore } from '@/lib/storage/blob-store'
import { removeBlobs } from './receive-file'

/** No upload takes this long: what no row knows by then will never have a row. */
const AGE = HOUR
/** An object store says when a blob in parts was started, and not whether it is continued. A long export may take hours. */
const UNFINISHED_AGE = DAY
const AT_ONCE = 500
/** A few may always be there: uploads that a crash cut off, removals that a store refused. */
const FEW = 100

export type Orphans = {
  /** Counts the blobs of that age that no row knows. */
  found: number
  /** Says that they were left, as they outnumber those that are known: more likely this is not their database. */
  areRetained: boolean
}

/**
 * Removes from the store what no row knows, and what killed processes left half-way.
 *
 * @param options.evenMany also where they outnumber what is known
 */
export async function collectOrphans(options: { evenMany?: boolean } = {}): Promise<Orphans> {
  const now = (await databaseTime()).getTime()
  const before = new Date(now - AGE)
  const store = blobStore()
  await store.removeUnfinished(new Date(now - UNFINISHED_AGE))

  const orphans: string[] = []
  let known = 0
  const sort = async (ids: readonly string[]) => {
    const isKnown = await knownAmong(ids)
    known += isKnown.size
    orphans.push(...ids.filter((id) => !isKnown.has(id)))
  }
  let aged: string[] = []
  for await (const { id, storedAt } of store.list()) {
    if (storedAt < before) aged.push(id)
    if (aged.length < AT_ONCE) continue
    await sort(aged)
    aged = []
  }
  await sort(aged)

  const areRetained = orphans.length > FEW && orphans.length > known && !options.evenMany
  if (areRetained) log.error({ orphans: orphans.length, known }, 'more orphans than known blobs: left alone')
  else for (let at = 0; at < orphans.length; at += 10) await removeBlobs(orphans.slice(at, at + 10))
  return { found: orphans.length, areRetained }
}

/** Returns which ids are known: of accepted files, of uploads in progress, and of exports. */
export async function knownAmong(ids: readonly string[]): Promise<Set<string>> {
  const among = { where: { id: { in: [...ids] } }, select: { id: true } }
  const rows = await Promise.all([database().storedBlob.findMany(among), database().uploadPart.findMany(among)])
  const exports = await database().export.findMany({ where: { blobId: { in: [...ids] } }, select: { blobId: true } })
  return new Set([...rows.flat().map(({ id }) => id), ...exports.flatMap(({ blobId }) => blobId ?? [])])
}
