import { mobileNumber } from '@/lib/accounts/mobile-number'
import { isRealDate } from '@/lib/core/dates'
import type { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { CHECKS, type CheckContext } from './checks/field-checks'
import { normaliseName, normaliseOrganisationName } from './checks/names'
import { compactCode, halfWidth, lengthOf, singleLine } from './checks/text'
import { choicesOf } from './choices'
import { offeredOptions } from './conditions'
import { LONG_TERM } from './long-term'
import type { ProblemCode, UnplacedProblem } from './problems'
import type { FieldRule } from './rulebook'
import type { Switch } from './switches'

/** Everything declared and uploaded so far, in clear and without the ids of rows that rules don't need. */
export type DraftContent = {
  kind: QualificationKind
  /** Holds the answers by field key. A missing answer is absent or empty. */
  fields: Record<string, string>
  documents: { kind: DocumentKind; senderSignatureId: string | null; fileCount: number }[]
  /** Lists the sender signatures, in the applicant's order. */
  signatures: {
    id: string
    text: string
    source: SignatureSource
    /** Says whether a principal's authorisation covers it. */
    isOnBehalf?: boolean
  }[]
  samples: { id: string; text: string }[]
}

/**
 * Returns an answer as it is stored, regardless of the keyboard that it was typed on. A malformed one stays as it is,
 * and its check names it.
 */
export function normaliseAnswer(rule: FieldRule, typed: string): string {
  switch (rule.type) {
    case 'NUMBER_CODE':
      return compactCode(typed)
    case 'PHONE':
      return mobileNumber(typed) ?? halfWidth(typed).trim()
    case 'DATE':
    case 'DATE_OR_LONG_TERM':
      return normaliseDate(typed)
    case 'CHOICES':
      return inOrderOffered(rule, typed)
    case 'LONG_TEXT':
      return typed.normalize('NFC').replace(/\r\n?/g, '\n').trim()
    case 'TEXT':
      if (rule.checks.includes('PERSON_NAME')) return normaliseName(typed)
      return rule.checks.includes('ORGANISATION_NAME') ? normaliseOrganisationName(typed) : singleLine(typed)
    case 'CHOICE':
      return typed.trim()
  }
}

/** Returns what is wrong with an answer; null when nothing is. The first finding is the one to show. */
export function answerProblem(rule: FieldRule, value: string, context: CheckContext): UnplacedProblem | null {
  if (lengthOf(value) > rule.maxLength) return { code: 'TOO_LONG', params: { max: rule.maxLength } }
  if (isDateField(rule) && !(rule.type === 'DATE_OR_LONG_TERM' && value === LONG_TERM) && !isRealDate(value)) {
    return { code: 'DATE_NOT_REAL' }
  }
  const chosen = rule.type === 'CHOICES' ? choicesOf(value) : rule.type === 'CHOICE' ? [value] : []
  const offered = offeredOptions(context, rule, context.answers)
  const missing = chosen.find((option) => !offered.includes(option))
  if (missing !== undefined) return { code: whyNotOffered(rule, missing, context) }
  for (const check of rule.checks) {
    const finding = CHECKS[check](value, context)
    if (finding) return finding
  }
  return null
}

const TURNED_OFF: Readonly<Record<Switch, ProblemCode>> = {
  individualBusinesses: 'INDIVIDUAL_BUSINESSES_OFF',
  organisationCodeCertificates: 'ORGANISATION_CODE_CERTIFICATES_OFF',
  individualMarketing: 'INDIVIDUAL_MARKETING_OFF',
}

function whyNotOffered({ optionSwitches }: FieldRule, option: string, { switches }: CheckContext): ProblemCode {
  const name = optionSwitches?.[option]
  return name && !switches[name] ? TURNED_OFF[name] : 'NOT_OFFERED'
}

const isDateField = (rule: FieldRule): boolean => rule.type === 'DATE' || rule.type === 'DATE_OR_LONG_TERM'

/** Normalises a date from the forms that people type: 1990年1月5日, 1990/1/5, 1990.01.05 and 19900105. */
function normaliseDate(typed: string): string {
  const text = halfWidth(typed).trim()
  if (text === '长期') return LONG_TERM
  const [, year, month, day] =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    []
  return year && month && day ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text
}

/**
 * Sorts choices without repetitions, offered ones first in their order, so that the same choice is always the same
 * text.
 */
function inOrderOffered(rule: FieldRule, typed: string): string {
  const chosen = new Set(typed.split(',').map((option) => option.trim()))
  chosen.delete('')
  const offered = (rule.options ?? []).filter((option) => chosen.delete(option))
  return [...offered, ...chosen].join(',')
}
