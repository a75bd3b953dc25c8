import { z } from 'zod'
import { type QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { type DraftContent, normaliseAnswer } from '@/lib/rulebook/answers'
import { holds, offeredOptions } from '@/lib/rulebook/conditions'
import { ID_TYPES } from '@/lib/rulebook/id-types'
import type { LetterVariant } from '@/lib/rulebook/letters/letter-text'
import { isOnBehalf, letterVariantOf } from '@/lib/rulebook/letters/parties'
import { type RequiredSlot, requiredGroups, requiredSlots } from '@/lib/rulebook/required-slots'
import type { FieldGroup, FieldRule, KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { groupsOfTask } from './draft/tasks'

/** Answers of people before they apply: nothing personal, so that they may be in an address. */
export const WHO = ['INDIVIDUAL', 'UNDER_AGE', 'ORGANISATION', 'OUTSIDE'] as const

const idType = z.enum(ID_TYPES).catch('RESIDENT_ID')

/** Parses the answers in an address. Invalid ones are ignored. */
export const PreparationAnswers = z.object({
  who: z.enum(WHO).optional().catch(undefined),
  /** Names the type of the organisation; one that isn't offered is ignored. */
  type: z.string().max(40).optional().catch(undefined),
  seal: z.enum(['YES', 'NO']).catch('YES'),
  /** Names the type of the individual's ID. */
  id: idType,
  /**
   * The type of the representative's ID, whether they are also the administrator, and the type of the administrator's
   * ID.
   */
  rep: idType,
  admin: z.enum(['SAME', 'OTHER']).catch('SAME'),
  adminId: idType,
  use: z.enum(['OWN_USE', 'ON_BEHALF']).catch('OWN_USE'),
  purpose: z.string().max(40).optional().catch(undefined),
  source: z.enum(SignatureSource).optional().catch(undefined),
})
export type PreparationAnswers = z.output<typeof PreparationAnswers>

/**
 * Reasons why a person can't apply, or not for this use. Each has a sentence in `public.prepare.remarks` of both
 * languages.
 */
export type Remark = 'UNDER_AGE' | 'OUTSIDE' | 'KIND_OFF' | 'INDIVIDUAL_BUSINESSES_OFF' | 'INDIVIDUAL_MARKETING_OFF'

export type Preparation = {
  remark: Remark | null
  /** Null when they can't apply at all, or answered nothing. */
  list: {
    rules: KindRules
    content: DraftContent
    groups: FieldGroup[]
    slots: RequiredSlot[]
    /** Lists the letters to print, in order. */
    letters: LetterVariant[]
  } | null
}

/** Returns what the rules require of a person with these answers. */
export function preparationFor(rulebook: Rulebook, answers: PreparationAnswers): Preparation {
  const { who } = answers
  if (!who) return { remark: null, list: null }
  if (who === 'UNDER_AGE' || who === 'OUTSIDE') return { remark: who, list: null }
  const rules = rulebook.kinds[who]
  if (!rules) return { remark: 'KIND_OFF', list: null }
  if (isBusinessOff(rulebook, answers)) return { remark: 'INDIVIDUAL_BUSINESSES_OFF', list: null }

  const content = contentOf(rulebook, rules, { ...answers, who })
  const isMarketingOff =
    who === 'INDIVIDUAL' && answers.purpose === 'MARKETING' && !rulebook.switches.individualMarketing
  return {
    remark: isMarketingOff ? 'INDIVIDUAL_MARKETING_OFF' : null,
    list: {
      rules,
      content,
      groups: requiredGroups(rulebook, content),
      slots: requiredSlots(rulebook, content),
      letters: [letterVariantOf(content), ...(isOnBehalf(content) ? (['AUTHORISATION'] as const) : [])],
    },
  }
}

/** Returns the answers as the query of an address, so that they can be carried over to an application. */
export const queryOf = (answers: PreparationAnswers): string =>
  new URLSearchParams(Object.entries(answers).flatMap(([key, value]) => (value ? [[key, value]] : []))).toString()

/** Returns the answers in such a query; of anything else, none. */
export const answersOf = (query: string): PreparationAnswers =>
  PreparationAnswers.parse(Object.fromEntries(new URLSearchParams(query)))

export type Prepared = Pick<DraftContent, 'fields'> & { source: SignatureSource | null }

/**
 * Returns what an application starts with after these answers: fields that the rules show for them, and the source of
 * the sender signature where it is not the applicant's own name. A choice that the list made by itself is not an
 * answer.
 */
export function preparedFor(rulebook: Rulebook, kind: QualificationKind, answers: PreparationAnswers): Prepared {
  const { list, remark } = preparationFor(rulebook, answers)
  if (!list || remark || list.content.kind !== kind) return { fields: {}, source: null }
  const { rules, content } = list
  const isAnswered = ({ key, when, optionsWhen }: FieldRule) =>
    Boolean(content.fields[key]) &&
    holds(when, content.fields) &&
    (!optionsWhen || offeredOf(rulebook, rules, key, content.fields).length === 1)
  const answered = rules.groups
    .filter((group) => holds(group.when, content.fields))
    .flatMap(({ fields }) => fields.filter(isAnswered))
  const source = content.signatures[0]?.source ?? null
  return {
    fields: Object.fromEntries(answered.map(({ key }) => [key, content.fields[key] ?? ''])),
    source: source === rules.signatures.sources[0]?.source ? null : source,
  }
}

/** Returns the answers with which an application starts, as they are stored: of anything else that was sent, none. */
export function answeredFirst(
  { groups }: Pick<KindRules, 'groups'>,
  kind: QualificationKind,
  sent: Readonly<Record<string, string>>,
): Record<string, string> {
  const answers = groupsOfTask(kind, groups, 'who').flatMap(({ fields }) =>
    fields.map((rule) => [rule.key, normaliseAnswer(rule, sent[rule.key] ?? '')] as const),
  )
  return Object.fromEntries(answers.filter(([, answer]) => answer !== ''))
}

/** Returns what a choice of the rulebook offers after the answers so far. */
export function offeredOf(
  rulebook: Rulebook,
  rules: KindRules,
  key: string,
  answers: Record<string, string> = {},
): string[] {
  const field = rules.groups.flatMap(({ fields }) => fields).find((rule): rule is FieldRule => rule.key === key)
  return field ? offeredOptions(rulebook, field, answers) : []
}

const isBusinessOff = ({ switches }: Rulebook, { who, type }: PreparationAnswers): boolean =>
  who === 'ORGANISATION' && type === 'INDIVIDUAL_BUSINESS' && !switches.individualBusinesses

type Said = PreparationAnswers & { who: 'INDIVIDUAL' | 'ORGANISATION' }

/** Returns a draft with only these answers and one sender signature. */
function contentOf(rulebook: Rulebook, rules: KindRules, said: Said): DraftContent {
  const source =
    rules.signatures.sources.find((offered) => offered.source === said.source) ?? rules.signatures.sources[0]
  return {
    kind: said.who,
    fields: {
      ...(said.who === 'INDIVIDUAL' ? ofIndividual(said) : ofOrganisation(rulebook, rules, said)),
      'use.purposes': purposeOf(rules, said),
    },
    documents: [],
    signatures: source ? [{ id: 'first', text: '', source: source.source }] : [],
    samples: [],
  }
}

const ofIndividual = ({ id }: Said) => ({ 'person.idType': id })

/** Returns an existing purpose, also one that is switched off: the page shows that instead of ignoring it. */
function purposeOf({ groups }: KindRules, { purpose = '' }: Said): string {
  const field = groups.flatMap(({ fields }) => fields).find(({ key }) => key === 'use.purposes')
  return field?.options?.includes(purpose) ? purpose : ''
}

function ofOrganisation(rulebook: Rulebook, rules: KindRules, said: Said): Record<string, string> {
  const types = offeredOf(rulebook, rules, 'organisation.type')
  const type = types.find((offered) => offered === said.type) ?? types[0] ?? ''
  const [certificate = ''] = offeredOf(rulebook, rules, 'organisation.certificate', { 'organisation.type': type })
  return {
    'organisation.type': type,
    'organisation.certificate': certificate,
    'organisation.hasSeal': said.seal,
    'legalRep.idType': said.rep,
    'admin.isLegalRep': said.admin === 'SAME' ? 'YES' : 'NO',
    'admin.idType': said.adminId,
    'use.onBehalf': said.use,
  }
}
