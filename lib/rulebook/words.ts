import type en from '@/lib/core/languages/messages/en/rulebook.json'
import type zh from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { DOCUMENT_KINDS, type Example } from './document-kinds'

export type Answers = Readonly<Record<string, string>>

type Words = { type: string; personId: string; legalRepId: string; adminId: string }

/**
 * Returns what the words of a rulebook's messages depend on: an organisation is represented by its 法定代表人, 经营者, 负责人
 * or 执行事务合伙人, by its type, and a passport has pages where other IDs have sides. Every label, hint and title takes
 * them; those that need none ignore them.
 */
export function wordsOf(answers: Answers): Words {
  const legalRepId = answers['legalRep.idType'] || 'other'
  return {
    type: answers['organisation.type'] || 'other',
    personId: answers['person.idType'] || 'other',
    legalRepId,
    adminId: answers['admin.isLegalRep'] === 'YES' ? legalRepId : answers['admin.idType'] || 'other',
  }
}

/** An individual business often has no seal: its operator signs and adds a thumbprint. */
export function isWithoutSeal(answers: Answers): boolean {
  return answers['organisation.type'] === 'INDIVIDUAL_BUSINESS' && answers['organisation.hasSeal'] === 'NO'
}

type DocumentWords = { name: string; instructions: string; right: string; wrong: string }
type Worded<T> = { [K in keyof T]: T[K] extends DocumentWords ? K : never }[keyof T]
/** The keys of `rulebook.documents` under which each language has all the words of a document. */
type DocumentWordsKey = Worded<(typeof en)['documents']> & Worded<(typeof zh)['documents']>

/** Returns the key of `rulebook.documents` with the words of a slot: what it requires, and what is right and wrong. */
export function documentWordsKey(kind: DocumentKind, answers: Answers, isOrganisation: boolean): DocumentWordsKey {
  if (kind === 'COMMITMENT_LETTER' && isOrganisation) return `${kind}_${sealVariant(answers)}`
  return kind === 'SIGNATURE_EVIDENCE' && isOrganisation ? `${kind}_OF_ORGANISATION` : kind
}

/** Returns the drawings that show how a document should look; null when there are only words. */
export function documentExample(kind: DocumentKind, answers: Answers, isOrganisation: boolean): Example | null {
  if (kind === 'COMMITMENT_LETTER' && isOrganisation) return DOCUMENT_KINDS[kind].bySeal[sealVariant(answers)]
  return DOCUMENT_KINDS[kind].example
}

const sealVariant = (answers: Answers) => (isWithoutSeal(answers) ? 'UNSEALED' : 'SEALED')
