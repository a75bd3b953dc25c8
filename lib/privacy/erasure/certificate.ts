import 'server-only'
import { env } from '@/lib/core/env'
import { databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { finalityOf, type NOT_FINAL } from '@/lib/keys/erasing/finality'
import { ErasureRecord } from './erasure-record'

/**
 * Describes the content of a certificate in both of its forms. docs/privacy.md documents it: people store these, so
 * they must stay readable.
 */
export type Certificate = {
  schema: 'zhunxin/erasure-certificate'
  version: 2
  id: string
  /** Names the address of the portal that issued it. */
  portal: string
  /** Names the qualification by its reference; null when a person was erased. */
  reference: string | null
  erasedAt: string
  cause: 'RETENTION' | 'REQUEST'
  requestedAt: string | null
  scopes: ('DOCUMENTS' | 'DETAILS' | 'PERSON')[]
  erased: Pick<ErasureRecord, 'files' | 'details' | 'person'>
  remains: ErasureRecord['remains']
  /** Says whether, when the certificate was issued, old bytes on a disk or in a backup could still be unlocked. */
  finality: { isFinal: boolean; because: (typeof NOT_FINAL)[number] | null; until: string | null; asOf: string }
}

export const ERASURE = {
  qualification: { select: { reference: true } },
  request: { select: { requestedAt: true } },
} as const satisfies Prisma.ErasureInclude

type Row = Prisma.ErasureGetPayload<{ include: typeof ERASURE }>

export async function certificateOf(row: Row): Promise<Certificate> {
  const { id, qualification, request, at, cause, scopes } = row
  const { files, details, person, remains } = ErasureRecord.parse(row.record)
  return {
    schema: 'zhunxin/erasure-certificate',
    version: 2,
    id,
    portal: env().ZHUNXIN_URL.origin,
    reference: qualification?.reference ?? null,
    erasedAt: at.toISOString(),
    cause,
    requestedAt: request?.requestedAt.toISOString() ?? null,
    scopes,
    erased: { files, details, person },
    remains,
    finality: await finalityNow(subjectsOf(row)),
  }
}

/** Returns the subjects of the erasure's tombstones. */
function subjectsOf({ scopes, qualificationId, userId, record }: Row): string[] {
  const files = ErasureRecord.parse(record).files.map(({ id }) => id)
  const details = scopes.includes('DETAILS') ? qualificationId : null
  return [...files, ...[details, userId].filter((id) => id !== null)]
}

async function finalityNow(subjectIds: readonly string[]): Promise<Certificate['finality']> {
  const finality = await finalityOf(subjectIds)
  const asOf = (await databaseTime()).toISOString()
  if (finality.isFinal) return { isFinal: true, because: null, until: null, asOf }
  return { isFinal: false, because: finality.because, until: finality.until?.toISOString() ?? null, asOf }
}
