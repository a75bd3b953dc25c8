import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import type { DocumentKind, PartKind, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { isVisibleTo } from '@/lib/qualifications/policy'

/** A part that is to be judged: those carried from an earlier revision are accepted already. */
export type OpenPart = { id: string; kind: PartKind; fieldGroup: string | null; documentKind: DocumentKind | null }

type Row = {
  now: Date
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  revision: number
  accountId: string
  reviewerId: string | null
  leaseEndsAt: Date | null
  firstSubmittedAt: Date | null
  submissionId: string
  rulebookVersion: string
  parts: OpenPart[]
  /** How many parts were accepted in an earlier revision. */
  carried: number
  /** Sealed, in hex. */
  fields: { key: string; sealed: string }[]
  dataKeyId: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
}

/**
 * All that a decision rests on, in one round trip, since reviewers wait on it: the qualification, its submission with the
 * open parts and what is declared, the key that seals it, and the database's clock.
 *
 * @throws DomainError NOT_FOUND when it isn't theirs to know of
 */
export async function readClaimed(tx: Tx, actor: PersonActor, id: string) {
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS now,
      q.id, q.reference, q.kind, q.status, q.revision, q.account_id AS "accountId", q.reviewer_id AS "reviewerId",
      q.lease_ends_at AS "leaseEndsAt", q.first_submitted_at AS "firstSubmittedAt", s.id AS "submissionId", s.rulebook_version AS "rulebookVersion",
      k.id AS "dataKeyId", k.wrapped, k.keyring_id AS "keyringId",
      ARRAY(
        SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'fieldGroup', p.field_group, 'documentKind', d.kind)
        FROM parts p LEFT JOIN documents d ON d.id = p.document_id
        WHERE p.submission_id = s.id AND p.carried_from_id IS NULL
        ORDER BY p.position
      ) AS parts,
      (SELECT count(*)::int FROM parts p WHERE p.submission_id = s.id AND p.carried_from_id IS NOT NULL) AS carried,
      ARRAY(
        SELECT jsonb_build_object('key', f.key, 'sealed', encode(f.value_sealed, 'hex'))
        FROM declared_fields f WHERE f.submission_id = s.id
      ) AS fields
    FROM qualifications q
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN data_keys k ON k.id = q.data_key_id
    WHERE q.id = ${id}::uuid`
  if (!row || !isVisibleTo(actor, row)) throw new DomainError('NOT_FOUND', 'No such qualification')
  const { wrapped, keyringId, ...claimed } = row
  return { ...claimed, key: await unwrapDataKey({ id: row.dataKeyId, wrapped, keyringId }) }
}

export type Claimed = Awaited<ReturnType<typeof readClaimed>>
