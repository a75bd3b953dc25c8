import { database } from '@/lib/db/client'
import type { ErasureRecord } from '@/lib/privacy/erasure/erasure-record'

/** Creates the records that a scheduled erasure leaves, of a file that never existed. */
export function anErasure(accountId: string, qualificationId: string | null = null) {
  const record: ErasureRecord = {
    version: 1,
    files: [
      {
        id: '0199a1b2-0000-7000-8000-0123456789ab',
        kind: 'ID_PORTRAIT',
        sha256: 'ab'.repeat(32),
        bytes: 20_000,
        pages: 1,
        takenInAt: '2026-01-02T03:04:05.000Z',
      },
    ],
    details: null,
    person: false,
    remains: [{ what: 'DECISIONS_AND_EVENTS', until: null }],
  }
  const erasure = { accountId, qualificationId, scopes: ['DOCUMENTS' as const], cause: 'RETENTION' as const }
  return database().erasure.create({ data: { ...erasure, at: new Date(), record } })
}
