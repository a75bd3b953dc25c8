import 'server-only'
import type { Readable } from 'node:stream'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, transaction } from '@/lib/db/client'
import { reportStoreFailure } from '@/lib/documents/store-failure'
import type { ByteRange } from '@/lib/storage/store-port'
import { readBlob, readBlobRange } from '@/lib/storage/vault'
import { nameOf } from './export-event'
import { MEDIA } from './formats'
import { RIGHTS } from './lists'
import { isOutdated } from './outdated'

export type OpenedExport = {
  name: string
  mediaType: string
  size: number
  read(range?: ByteRange): Promise<Readable>
}

/**
 * Returns the file of one's own export while it is stored, whole or in pieces, and records each opening as an event. It
 * checks again whether the person may; an unmasked file requires a fresh factor.
 *
 * @throws DomainError NOT_FOUND (also of someone else's, or when it is gone), FORBIDDEN, FRESH_FACTOR_NEEDED
 */
export async function openExport(actor: PersonActor, { exportId: id }: { exportId: string }): Promise<OpenedExport> {
  const { blobId, dataKey, size, subject, format, until } = await transaction(async (tx) => {
    const found = await tx.export.findFirst({
      where: { id, askedById: actor.id, state: 'READY', keptUntil: { gt: await databaseTime(tx) } },
      include: { dataKey: true },
    })
    if (!found?.dataKey || !found.blobId || (await isOutdated(tx, id))) {
      throw new DomainError('NOT_FOUND', 'No such result of theirs')
    }
    const isAllowed = can(actor, RIGHTS[found.subject]) && (found.isMasked || can(actor, 'report.unmask'))
    if (!isAllowed) throw new DomainError('FORBIDDEN', 'Not theirs any more', { subjectId: id })
    if (!found.isMasked) await requireFreshFactor(tx, actor, id)
    await recordAudit(tx, actor, { action: 'export.downloaded', subjectId: id, data: {} })
    return { ...found, blobId: found.blobId, dataKey: found.dataKey }
  })
  const blob = { id: blobId, key: await unwrapDataKey(dataKey), size: Number(size) }
  const read = (range?: ByteRange) =>
    (range ? readBlobRange(blob, range) : readBlob(blob)).catch((error: unknown) => {
      throw reportStoreFailure(error, 'blob.read')
    })
  const { mediaType } = MEDIA[format]
  return {
    name: nameOf(subject, format, dateIn(until)),
    mediaType,
    size: blob.size,
    read,
  }
}
