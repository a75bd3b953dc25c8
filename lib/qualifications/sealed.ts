import 'server-only'
import { blindIndex } from '@/lib/crypto/blind-index'
import { type FieldPlace, seal } from '@/lib/crypto/fields'
import type { SignatureSource } from '@/lib/db/generated/enums'
import type { FieldRule } from '@/lib/rulebook/rulebook'

/** Returns the place of a submission's sealed values. */
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
/** Returns the place of the judgements that a reviewer has not sent. */
export const judgementDraftPlace = (submissionId: string, reviewerId: string): FieldPlace => ({
  table: 'judgement_drafts',
  column: 'content_sealed',
  row: `${submissionId}/${reviewerId}`,
})
/** Returns the place of a decision that was sent and does not count yet. */
export const pendingDecisionPlace = (submissionId: string, reviewerId: string): FieldPlace => ({
  table: 'pending_decisions',
  column: 'content_sealed',
  row: `${submissionId}/${reviewerId}`,
})
/** Returns the place of what staff wrote to the applicant when they suspended, resumed or revoked. */
export const statusChangeNotePlace = (row: string): FieldPlace => ({ table: 'turns', column: 'note_sealed', row })
/** Returns the place of what a carrier said about a filing. */
export const filingReasonPlace = (senderSignatureId: string, carrier: string): FieldPlace => ({
  table: 'filings',
  column: 'reason_sealed',
  row: `${senderSignatureId}/${carrier}`,
})

export const letterPlace = (row: string): FieldPlace => ({ table: 'letters', column: 'facts_sealed', row })

/** Returns the place of what is needed of a supplement, or of why it was refused. */
export const supplementPlace = (row: string, column: 'note_sealed' | 'reason_sealed'): FieldPlace => ({
  table: 'supplements',
  column,
  row,
})

/** Returns a declared value as its row stores it. */
export async function sealedField(key: Uint8Array, submissionId: string, rule: FieldRule, value: string) {
  return {
    submissionId,
    key: rule.key,
    valueSealed: seal(key, fieldPlace(submissionId, rule.key), value),
    valueIndex: rule.searchable ? await blindIndex(rule.searchable, value) : null,
  }
}

/**
 * Returns the index by which a sender signature is found, in any case of its letters; `normaliseSignature` comes first.
 */
export const signatureIndex = (text: string) => blindIndex('signature', text.toUpperCase())

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
    textIndex: await signatureIndex(text),
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
