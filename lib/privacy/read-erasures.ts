import 'server-only'
import { type Actor, can } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import type { ErasureCause, ErasureScope } from '@/lib/db/generated/enums'
import { readCursor, writeCursor } from '@/lib/review/cursor'
import { ErasureRecord } from './erasure-record'

const PAGE = 50

export type ErasureLine = {
  id: string
  /** Null where a person was erased. */
  qualification: { id: string; reference: string; isHandedIn: boolean } | null
  scopes: ErasureScope[]
  cause: ErasureCause
  at: Date
  files: number
}

export type ErasuresPage = { lines: ErasureLine[]; older: string | undefined }

/** A page of what was erased, the newest first. @throws DomainError FORBIDDEN */
export async function readErasures(actor: Actor, after?: string): Promise<ErasuresPage> {
  if (!can(actor, 'privacy.read')) throw new DomainError('FORBIDDEN', 'Not of erasures')
  const from = readCursor(after)
  const rows = await database().erasure.findMany({
    ...(from ? { where: { OR: [{ at: { lt: from.at } }, { at: from.at, id: { lt: from.id } }] } } : {}),
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: PAGE + 1,
    include: { qualification: { select: { id: true, reference: true, queuedAt: true } } },
  })
  const lines = rows.slice(0, PAGE).map(({ id, qualification, scopes, cause, at, record }) => ({
    ...{ id, scopes, cause, at },
    qualification: qualification && {
      id: qualification.id,
      reference: qualification.reference,
      isHandedIn: qualification.queuedAt !== null,
    },
    files: ErasureRecord.parse(record).files.length,
  }))
  const last = lines.at(-1)
  return { lines, older: rows.length > PAGE && last ? writeCursor(last) : undefined }
}
