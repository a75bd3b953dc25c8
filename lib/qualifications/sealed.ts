import 'server-only'
import { blindIndex } from '@/lib/crypto/blind-index'
import { type FieldPlace, seal } from '@/lib/crypto/fields'
import type { SignatureSource } from '@/lib/db/generated/enums'
import type { FieldRule } from '@/lib/rulebook/rulebook'

/** Where the sealed values of a submission stand. */
export const fieldPlace = (submissionId: string, key: string): FieldPlace => ({
  table: 'declared_fields',
  column: 'value_sealed',
  row: `${submissionId}/${key}`,
})
export const signaturePlace = (row: string): FieldPlace => ({ table: 'sender_signatures', column: 'text_sealed', row })
export const samplePlace = (row: string): FieldPlace => ({ table: 'sample_messages', column: 'text_sealed', row })
export const notePlace = (decisionId: string, partId: string): FieldPlace => ({
  table: 'part_judgements',
  column: 'note_sealed',
  row: `${decisionId}/${partId}`,
})
/** What staff wrote to the applicant when they suspended, resumed or revoked. */
export const turnNotePlace = (row: string): FieldPlace => ({ table: 'turns', column: 'note_sealed', row })
/** What a carrier said about a filing. */
export const filingReasonPlace = (senderSignatureId: string, carrier: string): FieldPlace => ({
  table: 'filings',
  column: 'reason_sealed',
  row: `${senderSignatureId}/${carrier}`,
})

/** A declared value as its row holds it. */
export async function sealedField(key: Uint8Array, submissionId: string, rule: FieldRule, value: string) {
  return {
    submissionId,
    key: rule.key,
    valueSealed: seal(key, fieldPlace(submissionId, rule.key), value),
    valueIndex: rule.searchable ? await blindIndex(rule.searchable, value) : null,
  }
}

type Signature = { id: string; source: SignatureSource; text: string; isOnBehalf?: boolean }

export async function sealedSignature(
  key: Uint8Array,
  submissionId: string,
  { id, source, text, isOnBehalf = false }: Signature,
  position: number,
) {
  return {
    id,
    submissionId,
    position,
    source,
    isOnBehalf,
    textSealed: seal(key, signaturePlace(id), text),
    textIndex: await blindIndex('signature', text.toUpperCase()),
  }
}

export function sealedSample(
  key: Uint8Array,
  submissionId: string,
  { id, text }: { id: string; text: string },
  position: number,
) {
  return { id, submissionId, position, textSealed: seal(key, samplePlace(id), text) }
}
