import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { Reader } from '@/lib/db/client'
import type { DocumentKind, PartKind, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { isVisibleTo } from '@/lib/qualifications/policy'

/** A part to be judged: those carried from an earlier revision are accepted already. */
export type OpenPart = {
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  files: { id: string; pageCount: number }[]
}

/** A page that was not shown in full. Pages of a part count from 1, through all of its files. */
export type UnseenPage = { partId: string; page: number }

type Row = {
  now: Date
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  revision: number
  accountId: string
  isTest: boolean
  reviewerId: string | null
  leaseEndsAt: Date | null
  firstSubmittedAt: Date | null
  submissionId: string
  rulebookVersion: string
  parts: OpenPart[]
  /** Pages, from 0 in each file, that were shown to this person in full. */
  seen: { fileId: string; page: number }[]
  /** The number of parts that were accepted in an earlier revision. */
  carried: number
  /** Says whether a machine read any of its pictures. */
  isRead: boolean
  /** Holds the declared values, sealed, in hex. */
  fields: { key: string; sealed: string }[]
  dataKeyId: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
}

/**
 * Reads all that a decision needs in one round trip, since reviewers wait for it: the qualification, its submission
 * with the open parts and the declared values, the key that seals them, and the database's clock.
 *
 * @throws DomainError NOT_FOUND when they may not know of it
 */
export async function readClaimed(reader: Reader, actor: AccountActor, id: string) {
  const [row] = await reader.$queryRaw<Row[]>`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS now,
      q.id, q.reference, q.kind, q.status, q.revision, q.account_id AS "accountId", a.is_test AS "isTest", q.reviewer_id AS "reviewerId",
      q.lease_ends_at AS "leaseEndsAt", q.first_submitted_at AS "firstSubmittedAt", s.id AS "submissionId", s.rulebook_version AS "rulebookVersion",
      k.id AS "dataKeyId", k.wrapped, k.keyring_id AS "keyringId",
      ARRAY(
        SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'fieldGroup', p.field_group, 'documentKind', d.kind,
          'files', ARRAY(
            SELECT jsonb_build_object('id', f.id, 'pageCount', f.page_count)
            FROM document_pages g JOIN stored_files f ON f.id = g.file_id
            WHERE g.document_id = p.document_id ORDER BY g.position))
        FROM parts p LEFT JOIN documents d ON d.id = p.document_id
        WHERE p.submission_id = s.id AND p.carried_from_id IS NULL
        ORDER BY p.position
      ) AS parts,
      ARRAY(
        SELECT jsonb_build_object('fileId', e.file_id, 'page', e.page)
        FROM seen_pages e WHERE e.submission_id = s.id AND e.reviewer_id = ${actor.id}::uuid
      ) AS seen,
      (SELECT count(*)::int FROM parts p WHERE p.submission_id = s.id AND p.carried_from_id IS NOT NULL) AS carried,
      EXISTS (
        SELECT FROM documents d JOIN document_pages g ON g.document_id = d.id JOIN readings r ON r.file_id = g.file_id
        WHERE d.submission_id = s.id AND d.supplement_id IS NULL AND r.state = 'READ'
      ) AS "isRead",
      ARRAY(
        SELECT jsonb_build_object('key', f.key, 'sealed', encode(f.value_sealed, 'hex'))
        FROM declared_fields f WHERE f.submission_id = s.id
      ) AS fields
    FROM qualifications q
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN data_keys k ON k.id = q.data_key_id
    JOIN accounts a ON a.id = q.account_id
    WHERE q.id = ${id}::uuid`
  if (!row || !isVisibleTo(actor, row)) throw new DomainError('NOT_FOUND', 'No such qualification')
  const { wrapped, keyringId, seen, ...claimed } = row
  return {
    ...claimed,
    unseen: unseenPages(row.parts, seen),
    key: await unwrapDataKey({ id: row.dataKeyId, wrapped, keyringId }),
  }
}

/** Returns the pages of the open parts that were not shown to this person in full, in their order. */
function unseenPages(parts: readonly OpenPart[], seen: Row['seen']): UnseenPage[] {
  const shown = new Set(seen.map(({ fileId, page }) => `${fileId} ${page}`))
  return parts.flatMap(({ id, files }) =>
    files
      .flatMap((file) => Array.from({ length: file.pageCount }, (_, page) => `${file.id} ${page}`))
      .flatMap((page, index) => (shown.has(page) ? [] : [{ partId: id, page: index + 1 }])),
  )
}

export type Claimed = Awaited<ReturnType<typeof readClaimed>>
