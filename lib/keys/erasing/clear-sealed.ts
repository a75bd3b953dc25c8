import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { TombstoneKind } from '@/lib/db/generated/enums'

type Erased = { dataKeyId: string; kind: TombstoneKind; subjectId: string }

// A column that must have a value gets no bytes, as `data_keys.wrapped` does; the others get NULL. The triggers of
// frozen and append-only tables allow this where the key is erased, so the keys are erased first.

/**
 * Clears every column that was sealed under erased keys. `tests/lifecycle/sealed-columns.db.test.ts` lists them all.
 */
export async function clearSealed(tx: Tx, erased: readonly Erased[]): Promise<void> {
  const subjects = (kind: TombstoneKind) => erased.flatMap((one) => (one.kind === kind ? one.subjectId : []))
  const keyIds = erased.map(({ dataKeyId }) => dataKeyId)
  await tx.$executeRaw`
    UPDATE audit_disclosures SET salt_sealed = '', value_sealed = '' WHERE data_key_id = ANY(${keyIds}::uuid[])`
  await tx.$executeRaw`UPDATE stored_files SET name_sealed = '' WHERE data_key_id = ANY(${keyIds}::uuid[])`
  await clearQualifications(tx, subjects('QUALIFICATION'))
  await clearPeople(tx, subjects('PERSON'))
}

async function clearQualifications(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    UPDATE declared_fields f SET value_sealed = '', value_index = NULL FROM submissions s
    WHERE s.id = f.submission_id AND s.qualification_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`
    UPDATE sender_signatures g SET text_sealed = '', text_index = NULL FROM submissions s
    WHERE s.id = g.submission_id AND s.qualification_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`
    UPDATE sample_messages m SET text_sealed = '' FROM submissions s
    WHERE s.id = m.submission_id AND s.qualification_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`UPDATE letters SET facts_sealed = '' WHERE qualification_id = ANY(${ids}::uuid[])`
  await tx.$executeRaw`
    UPDATE turns SET note_sealed = NULL WHERE qualification_id = ANY(${ids}::uuid[]) AND note_sealed IS NOT NULL`
  await tx.$executeRaw`
    UPDATE part_judgements j SET note_sealed = NULL, place_file_id = NULL, place_page = NULL, place_left = NULL,
      place_top = NULL, place_right = NULL, place_bottom = NULL
    FROM parts p JOIN submissions s ON s.id = p.submission_id
    WHERE p.id = j.part_id AND s.qualification_id = ANY(${ids}::uuid[]) AND (j.note_sealed IS NOT NULL OR j.place_file_id IS NOT NULL)`
  await tx.$executeRaw`
    UPDATE filings f SET reason_sealed = NULL
    FROM sender_signatures g JOIN submissions s ON s.id = g.submission_id
    WHERE g.id = f.sender_signature_id AND s.qualification_id = ANY(${ids}::uuid[]) AND f.reason_sealed IS NOT NULL`
  await tx.$executeRaw`
    UPDATE supplements r SET note_sealed = '', reason_sealed = NULL FROM submissions s
    WHERE s.id = r.submission_id AND s.qualification_id = ANY(${ids}::uuid[])`
}

async function clearPeople(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const ofThem = { in: [...ids] }
  const nothing = { nameSealed: null, phoneSealed: null, emailSealed: null, noticeEmailSealed: null }
  // A check of the table requires these to be null where the address is.
  const proof = { noticeEmailTokenHash: null, noticeEmailTokenEndsAt: null, noticeEmailConfirmedAt: null }
  await tx.user.updateMany({ where: { id: ofThem }, data: { ...nothing, ...proof } })
  await tx.session.updateMany({
    where: { userId: ofThem, networkSealed: { not: null } },
    data: { networkSealed: null },
  })
  await tx.erasureRequest.updateMany({
    where: { requestedById: ofThem, noteSealed: { not: null } },
    data: { noteSealed: null },
  })
}
