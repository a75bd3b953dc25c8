import type { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import { factsOf } from './document-kinds'
import type { KindRules } from './rulebook'
import { type Answers, wordsOf } from './words'

/** Translates a whole key of the message files. */
type Say = (key: string, values?: Record<string, string>) => string

export type NamedPart = {
  kind: PartKind
  fieldGroup?: string | null
  documentKind?: DocumentKind | null
  /** The sender signature that it is, or whose evidence it is. */
  signatureText?: string | null | undefined
}

/** The applicant's rules and answers, on which names depend. Without them, a part has its general name. */
export type NamedBy = { rules?: KindRules | undefined; answers?: Answers | undefined }

/** Names a part of a submission, for pages, dossiers, reports and messages. */
export function partName(say: Say, part: NamedPart, by: NamedBy = {}): string {
  const { kind, fieldGroup, documentKind, signatureText = null } = part
  if (kind === 'FIELDS') return say(`rulebook.groups.${fieldGroup}.part`, wordsOf(by.answers ?? {}))
  if (kind === 'SAMPLE_MESSAGES') return say('rulebook.samples.part')
  if (kind === 'DOCUMENT' && documentKind) return documentName(say, documentKind, by, signatureText)
  return signatureText === null
    ? say('rulebook.signatures.title')
    : say('rulebook.signatures.part', { text: signatureText })
}

/** Names a document; of evidence, with the sender signature that it is for. */
export function documentName(say: Say, kind: DocumentKind, by: NamedBy = {}, signatureText: string | null = null) {
  const name = slotName(say, kind, by)
  return signatureText === null ? name : say('common.refusal.evidenceOf', { name, text: signatureText })
}

/**
 * Names a slot: a page of an ID by its type and whose it is (法定代表人护照资料页), a certificate by its own name, the rest
 * by kind.
 */
function slotName(say: Say, kind: DocumentKind, { rules, answers = {} }: NamedBy): string {
  const certificate = answers['organisation.certificate']
  if (kind === 'LICENCE' && isOffered(rules, 'organisation.certificate', certificate)) {
    return say(`rulebook.options.organisation.certificate.${certificate}`)
  }
  const { example, subject } = factsOf(kind)
  if (example !== 'ID_PORTRAIT' && example !== 'ID_EMBLEM') {
    return say(`rulebook.documents.${kind}.name`, wordsOf(answers))
  }
  const asked = rules?.documents.find((slot) => slot.kind === kind)?.idPage
  const idType = asked && rules?.idTypes.find(({ type }) => type === answers[asked.field])
  const isPage = asked && idType?.pages.includes(asked.page)
  const page = say(isPage ? `rulebook.idPages.${idType?.type}.${asked.page}` : `rulebook.documents.${example}.name`)
  return subject === 'person' ? page : say(`rulebook.documents.${kind}.name`, { ...wordsOf(answers), page })
}

function isOffered(rules: KindRules | undefined, key: string, option: string | undefined): boolean {
  const field = rules?.groups.flatMap(({ fields }) => fields).find((field) => field.key === key)
  return option !== undefined && field?.options?.includes(option) === true
}

/** Names what is to be corrected: a field, or one of the keys that are no field. */
export function fieldName(say: Say & { has: (key: string) => boolean }, key: string, answers: Answers = {}): string {
  const other = `review.correctables.${key}`
  return say.has(other) ? say(other) : say(`rulebook.fields.${key}.label`, wordsOf(answers))
}

/** Names a field for staff: in their own words where the applicant's label speaks to the applicant. */
export function staffFieldName(
  say: Say & { has: (key: string) => boolean },
  key: string,
  answers: Answers = {},
): string {
  const own = `cases.declared.fields.${key}`
  return say.has(own) ? say(own) : fieldName(say, key, answers)
}
