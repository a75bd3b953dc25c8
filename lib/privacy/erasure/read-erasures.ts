import 'server-only'
import { type Actor, can } from '@/lib/actor/actor'
import { cursorsOf } from '@/lib/core/cursor'
import { DomainError } from '@/lib/core/errors'
import { LIVE } from '@/lib/core/live-accounts'
import { database } from '@/lib/db/client'
import type { ErasureCause, ErasureScope } from '@/lib/db/generated/enums'
import { inOrder, pageOf, whereBeyond } from '@/lib/db/keyset'
import { ErasureRecord } from './erasure-record'

const PAGE = 50
const CURSORS = cursorsOf('erasures')

export type ErasureLine = {
  id: string
  /** Null when a person was erased. */
  qualification: { id: string; reference: string; isSubmitted: boolean } | null
  scopes: ErasureScope[]
  cause: ErasureCause
  at: Date
  files: number
}

export type ErasuresPage = { lines: ErasureLine[]; older: string | undefined }

/**
 * Returns a page of erasures, the newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readErasures(actor: Actor, after?: string): Promise<ErasuresPage> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of erasures')
  const rows = await database().erasure.findMany({
    where: { AND: [{ account: LIVE }, whereBeyond('at', CURSORS.read(after), 'desc')] },
    orderBy: inOrder('at', 'desc'),
    take: PAGE + 1,
    include: { qualification: { select: { id: true, reference: true, queuedAt: true } } },
  })
  const { page, end } = pageOf(rows, PAGE)
  const lines = page.map(({ id, qualification, scopes, cause, at, record }) => ({
    ...{ id, scopes, cause, at },
    qualification: qualification && {
      id: qualification.id,
      reference: qualification.reference,
      isSubmitted: qualification.queuedAt !== null,
    },
    files: ErasureRecord.parse(record).files.length,
  }))
  return { lines, older: end && CURSORS.write(end) }
}
