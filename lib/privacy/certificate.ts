import 'server-only'
import { env } from '@/lib/core/env'
import type { Prisma } from '@/lib/db/generated/client'
import { ErasureRecord } from './erasure-record'

/** What a certificate says, in both of its forms. Documented in docs/privacy.md: what people keep must stay readable. */
export type Certificate = {
  schema: 'zhunxin/erasure-certificate'
  version: 1
  /** Of the erasure. */
  id: string
  /** Where it was issued. */
  portal: string
  /** Of the qualification; null when a person was erased. */
  reference: string | null
  erasedAt: string
  cause: 'RETENTION' | 'REQUEST'
  requestedAt: string | null
  scopes: ('DOCUMENTS' | 'DETAILS' | 'PERSON')[]
  erased: Pick<ErasureRecord, 'files' | 'details' | 'person'>
  remains: ErasureRecord['remains']
}

export const ERASURE = {
  qualification: { select: { reference: true } },
  request: { select: { requestedAt: true } },
} as const satisfies Prisma.ErasureInclude

type Row = Prisma.ErasureGetPayload<{ include: typeof ERASURE }>

export function certificateOf({ id, qualification, request, at, cause, scopes, record }: Row): Certificate {
  const { files, details, person, remains } = ErasureRecord.parse(record)
  return {
    schema: 'zhunxin/erasure-certificate',
    version: 1,
    id,
    portal: env().ZHUNXIN_URL.origin,
    reference: qualification?.reference ?? null,
    erasedAt: at.toISOString(),
    cause,
    requestedAt: request?.requestedAt.toISOString() ?? null,
    scopes,
    erased: { files, details, person },
    remains,
  }
}
