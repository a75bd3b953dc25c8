import type { DocumentKind } from '@/lib/db/generated/enums'
import type { KindRules } from './rulebook'

type Answers = Readonly<Record<string, string>>

/** Of `rulebook` in the message files. */
type Translate = (key: string, values: Record<string, string>) => string

/**
 * What the words of a rulebook's messages depend on: who stands for an organisation is 法定代表人, 经营者, 负责人 or
 * 执行事务合伙人 by its type. Every label, hint and title takes them; those that need none ignore them.
 */
export function wordsOf(answers: Answers): { type: string } {
  return { type: answers['organisation.type'] || 'other' }
}

/** An individual business often has no seal: its operator signs and adds a thumbprint. */
export function isWithoutSeal(answers: Answers): boolean {
  return answers['organisation.type'] === 'INDIVIDUAL_BUSINESS' && answers['organisation.hasSeal'] === 'NO'
}

/** Under which key of `rulebook.documents` it stands what a slot asks for, right and wrong. */
export function documentWordsKey(kind: DocumentKind, answers: Answers, isOrganisation: boolean): string {
  if (!isOrganisation) return kind
  if (kind === 'COMMITMENT_LETTER') return `${kind}_${isWithoutSeal(answers) ? 'UNSEALED' : 'SEALED'}`
  return kind === 'SIGNATURE_EVIDENCE' ? `${kind}_OF_ORGANISATION` : kind
}

/**
 * What a slot is called: pages of an ID by its type and whose it is (法定代表人护照资料页), a certificate by its own name,
 * the rest by kind. Without an answer that names it, the general name.
 */
export function documentName(t: Translate, rules: KindRules, kind: DocumentKind, answers: Answers): string {
  const certificate = answers['organisation.certificate']
  if (kind === 'LICENCE' && isOffered(rules, 'organisation.certificate', certificate)) {
    return t(`options.organisation.certificate.${certificate}`, {})
  }
  const asked = rules.documents.find((slot) => slot.kind === kind)?.idPage
  if (!asked) return t(`documents.${kind}.name`, wordsOf(answers))
  const idType = rules.idTypes.find(({ type }) => type === answers[asked.field])
  const isPage = idType?.pages.includes(asked.page)
  const page = t(isPage ? `idPages.${idType?.type}.${asked.page}` : `documents.ID_${asked.page}.name`, {})
  return kind.startsWith('ID_') ? page : t(`documents.${kind}.name`, { ...wordsOf(answers), page })
}

function isOffered({ groups }: KindRules, key: string, option: string | undefined): boolean {
  const field = groups.flatMap(({ fields }) => fields).find((field) => field.key === key)
  return option !== undefined && field?.options?.includes(option) === true
}
