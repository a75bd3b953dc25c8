import type { useTranslations } from 'next-intl'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { Refusal } from '@/lib/qualifications/refusals'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { documentName as nameOf, wordsOf } from '@/lib/rulebook/words'

type Translate = ReturnType<typeof useTranslations<never>>

/** What a part is called to its applicant. */
export function partName(
  t: Translate,
  rules: KindRules,
  answers: Readonly<Record<string, string>>,
  { kind, fieldGroup, documentKind, signatureText }: Refusal,
): string {
  const text = signatureText ?? ''
  if (kind === 'FIELDS') return t(`rulebook.groups.${fieldGroup}.part`, wordsOf(answers))
  if (kind === 'SAMPLE_MESSAGES') return t('rulebook.samples.part')
  if (kind === 'SENDER_SIGNATURE' || !documentKind) return t('rulebook.signatures.part', { text })
  return documentName(t, rules, answers, documentKind, signatureText)
}

/** What a document is called to its applicant; of evidence, with the sender signature that it is for. */
export function documentName(
  t: Translate,
  rules: KindRules,
  answers: Readonly<Record<string, string>>,
  kind: DocumentKind,
  signatureText: string | null,
): string {
  const name = nameOf((key, values) => t(`rulebook.${key}`, values), rules, kind, answers)
  return signatureText === null ? name : t('common.refusal.evidenceOf', { name, text: signatureText })
}

/** The page, and the place on it, where a refused part is mended. */
export function mendingPath(qualificationId: string, refusal: Refusal): string {
  const page = `/qualifications/${qualificationId}/${refusal.task}`
  const { kind, documentKind, senderSignatureId, mendField } = refusal
  if (kind === 'DOCUMENT' && documentKind) return `${page}#${slotId(documentKind, senderSignatureId)}`
  return mendField ? `${page}#${mendField}` : page
}

/** Where a slot stands on its page. */
export const slotId = (kind: string, senderSignatureId: string | null): string =>
  senderSignatureId ? `${kind}-${senderSignatureId}` : kind
