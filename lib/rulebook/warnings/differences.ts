import { distance } from 'fastest-levenshtein'
import { type FieldKey, type ReadField, type Reading, SURE } from '@/lib/checks/reading'
import type { Rectangle } from '@/lib/checks/rectangle'
import type { DocumentKind, FindingCode } from '@/lib/db/generated/enums'
import type { DraftContent } from '../answers'
import { birthDateIn, numberWithBirthDate, WITH_BIRTH_DATE } from '../birth-date'
import { compactCode, nameLetters } from '../checks/text'
import { factsOf } from '../document-kinds'
import { type Warning, warned } from '../findings'
import { LONG_TERM } from '../long-term'
import { type ReadSlot, requiredGroups } from '../required-slots'
import type { Rulebook } from '../rulebook'
import { cardsIn, pictureWarnings } from './pictures'
import { provenBy } from './proven-by'

export type ReadingContext = {
  /** Holds the date in Shanghai, as YYYY-MM-DD. */
  today: string
  /** Says whether the reader knows a character: what it can't read never counts as a difference. */
  isReadable: (character: string) => boolean
}

/**
 * Returns where a photograph says something else than the answers that it proves, each at its field; and a document
 * that is over, at the document. Numbers and dates are compared character by character, names without spaces and marks.
 */
export function differences(
  rulebook: Rulebook,
  content: DraftContent,
  { slot, senderSignatureId, pages }: ReadSlot,
  context: ReadingContext,
): Warning[] {
  const end = sureValue(pages, 'validTo')?.value
  const isOver = end !== undefined && end !== LONG_TERM && end < context.today
  const over = isOver ? [warned('EXPIRED', { on: 'DOCUMENT', kind: slot.kind, senderSignatureId })] : []
  const differing = compared(rulebook, content, { slot, pages }, context).filter(({ isSame }) => !isSame)
  const others = differing.filter(
    ({ field, key }) => !(isOver && field === 'validTo') && !comesWithNumber(key, content, differing),
  )
  return [...over, ...others.map(({ code, group, key }) => warned(code, { on: 'FIELD', group, key }))]
}

/**
 * Returns whether it is a date of birth that differs since the number that contains it does: that is said of the
 * number.
 */
function comesWithNumber(key: string, { fields }: DraftContent, differing: readonly { key: string }[]): boolean {
  const number = numberWithBirthDate(key, fields)
  return number !== null && differing.some((other) => other.key === number)
}

/** Holds what a photograph says of a declared answer, and where: on which page, and in which part of that. */
export type ReadBeside<Page extends Reading = Reading> = {
  value: string
  isSame: boolean
  page: Page
  rectangle: Rectangle
}

/**
 * Returns what photographs say of the declared answers, by their keys: where they differ among themselves, the
 * difference.
 */
export function readBeside<Page extends Reading>(
  rulebook: Rulebook,
  content: DraftContent,
  slots: readonly ReadSlot<Page>[],
  context: ReadingContext,
): Record<string, ReadBeside<Page>> {
  const worstLast = comparisons(rulebook, content, slots, context).toSorted(
    (a, b) => Number(b.isSame) - Number(a.isSame),
  )
  return Object.fromEntries(
    worstLast.map(({ key, value, isSame, page, rectangle }) => [key, { value, isSame, page, rectangle }]),
  )
}

type Compared<Page extends Reading> = ReadBeside<Page> & {
  kind: DocumentKind
  key: string
  group: string
  field: FieldKey
  code: FindingCode
}

/**
 * Returns what each photograph says of each declared answer that it proves. Of a doubtful photograph nothing is
 * compared.
 */
export const comparisons = <Page extends Reading>(
  rulebook: Rulebook,
  content: DraftContent,
  slots: readonly ReadSlot<Page>[],
  context: ReadingContext,
): Compared<Page>[] =>
  slots
    .filter((slot) => pictureWarnings(content, slot).length === 0)
    .flatMap((slot) => compared(rulebook, content, slot, context))

/** Compares each declared answer that a document proves with what was read of it. */
function compared<Page extends Reading>(
  rulebook: Rulebook,
  content: DraftContent,
  { slot, pages }: Pick<ReadSlot<Page>, 'slot' | 'pages'>,
  { isReadable }: ReadingContext,
): Compared<Page>[] {
  const { subject } = factsOf(slot.kind)
  const groups = requiredGroups(rulebook, content)
  return provenBy(slot, pages).flatMap((key) => {
    const rule = comparisonOf(key, subject)
    const group = groups.find(({ fields }) => fields.some((field) => field.key === key))
    const declared = content.fields[key] ?? ''
    const read = rule && sureField(pages, rule.field)
    if (!rule?.code || !group || declared === '' || !read) return []
    const { field, code } = rule
    const isSame = rule.isSame(declared, read.value, isReadable)
    return [{ ...read, kind: slot.kind, key, group: group.key, field, code, isSame }]
  })
}

/** Returns the surest reading of a field, with its page, if it is sure enough. */
function sureValue<Page extends Reading>(
  pages: readonly Page[],
  field: FieldKey,
): (ReadField & { page: Page }) | undefined {
  const values = pages
    .flatMap((page) => (page.fields[field] ? [{ ...page.fields[field], page }] : []))
    .filter(({ confidence }) => confidence >= SURE)
  return values.sort((a, b) => b.confidence - a.confidence)[0]
}

/**
 * Returns the surest reading of a field. The number of a citizen's card contains the date of birth: where its check
 * character confirms it, that is the date, also when the printed one was not read, or was read as another.
 */
function sureField<Page extends Reading>(pages: readonly Page[], field: FieldKey) {
  const read = sureValue(pages, field)
  if (read || field !== 'birthDate') return read
  const number = sureValue(
    pages.filter(({ kind }) => WITH_BIRTH_DATE.includes(kind)),
    'idNumber',
  )
  const value = number && birthDateIn(number.value)
  return number && value ? { ...number, value } : undefined
}

/**
 * Returns what photographs say of answers that are still empty, by their keys, for a person to confirm. A picture that
 * is doubtful says nothing, and neither does a value that the reader is not sure of.
 */
export function readAnswers(content: DraftContent, slots: readonly ReadSlot[]): Record<string, string> {
  const read = slots
    .filter((slot) => pictureWarnings(content, slot).length === 0)
    .flatMap(({ slot, pages }) => [
      ...(slot.idPage ? [[slot.idPage.field, cardsIn(pages, undefined)[0]?.kind] as const] : []),
      ...provenBy(slot, pages).map((key) => {
        const field = comparisonOf(key, factsOf(slot.kind).subject)?.field
        return [key, field && sureField(pages, field)?.value] as const
      }),
    ])
  return Object.fromEntries(read.flatMap(([key, value]) => (value && !content.fields[key] ? [[key, value]] : [])))
}

type Comparison = {
  field: FieldKey
  /** Holds null for what is read, but printed in too many ways to be compared. */
  code: FindingCode | null
  isSame: (declared: string, read: string, isReadable: ReadingContext['isReadable']) => boolean
}

const isSameCode = (declared: string, read: string) => compactCode(declared) === compactCode(read)
const isSameDay = (declared: string, read: string) => declared === read

/**
 * Returns whether names are the same, without spaces, brackets and dots; unreadable characters of the declared one
 * match.
 */
function isSameName(declared: string, read: string, isReadable: ReadingContext['isReadable']): boolean {
  const [is, was] = [nameLetters(declared), nameLetters(read)]
  const unreadable = [...is].filter((character) => !isReadable(character)).length
  return distance(is, was) <= unreadable
}

/** Says what is compared with an answer, by the last part of its key. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  name: { field: 'name', code: 'NAME_MISMATCH', isSame: isSameName },
  idNumber: { field: 'idNumber', code: 'NUMBER_MISMATCH', isSame: isSameCode },
  birthDate: { field: 'birthDate', code: 'DATE_INVALID', isSame: isSameDay },
  idValidFrom: { field: 'validFrom', code: 'DATE_INVALID', isSame: isSameDay },
  idValidTo: { field: 'validTo', code: 'DATE_INVALID', isSame: isSameDay },
  code: { field: 'code', code: 'CODE_MISMATCH', isSame: isSameCode },
  validFrom: { field: 'validFrom', code: 'DATE_INVALID', isSame: isSameDay },
  validTo: { field: 'validTo', code: 'DATE_INVALID', isSame: isSameDay },
  legalRep: { field: 'legalRep', code: 'NAME_MISMATCH', isSame: isSameName },
  address: { field: 'address', code: null, isSame: () => true },
}

function comparisonOf(key: string, subject: string | null): Comparison | undefined {
  const [of, what = ''] = key.split('.')
  // The licence of an organisation names its legal representative.
  const isOther = of !== subject
  if (isOther) return key === 'legalRep.name' && subject === 'organisation' ? COMPARISONS.legalRep : undefined
  const comparison = COMPARISONS[what]
  const isOfOrganisation = what === 'name' && (of === 'organisation' || of === 'principal')
  return comparison && isOfOrganisation ? { ...comparison, code: 'ORGANISATION_MISMATCH' } : comparison
}
