import type { QualificationKind } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { RETAINED_OUTCOMES, type Retention } from '@/lib/rulebook/retention'
import type { Condition, FieldRule, KindRules, Rulebook, Terms } from '@/lib/rulebook/rulebook'
import { problem, type RuleProblem, repeated } from './problems'
import { isFreeField, known, knownFields, LEGAL_AGE, MAX_KEPT_DAYS, MAX_TERMS, maxLengthOf } from './rulebook-limits'
import { signatureProblems, slotProblems } from './slot-problems'

/** What makes a rulebook unfit to be asked by: what the portal doesn't know, can't take, or the law wants otherwise. */
export function rulebookProblems({ terms, retention, kinds }: Rulebook): RuleProblem[] {
  const all = Object.keys(BUILT_IN_RULEBOOK.kinds) as QualificationKind[]
  return [
    ...termProblems(terms),
    ...retentionProblems(retention),
    ...all.flatMap((kind) => {
      const rules = kinds[kind]
      return rules ? kindProblems(kind, rules) : [problem('KIND_MISSING', kind)]
    }),
  ]
}

function termProblems(terms: Terms): RuleProblem[] {
  const names = Object.keys(MAX_TERMS) as (keyof Terms)[]
  return [
    ...names.filter((name) => terms[name] > MAX_TERMS[name]).map((name) => problem('TERM_TOO_LONG', name)),
    ...(terms.draftLapseWarnDays < terms.draftLapseDays ? [] : [problem('WARNED_TOO_LATE', 'draftLapseWarnDays')]),
    ...(terms.adultAge >= LEGAL_AGE ? [] : [problem('TOO_YOUNG', 'adultAge')]),
  ]
}

/** What was declared says whose documents they are: it can't go before them. */
function retentionProblems(retention: Retention): RuleProblem[] {
  return RETAINED_OUTCOMES.flatMap((outcome) => {
    const { documentsDays, detailsDays } = retention[outcome]
    return [
      ...(Math.max(documentsDays, detailsDays) > MAX_KEPT_DAYS ? [problem('KEPT_TOO_LONG', outcome)] : []),
      ...(detailsDays < documentsDays ? [problem('DETAILS_BEFORE_DOCUMENTS', outcome)] : []),
    ]
  })
}

function kindProblems(kind: QualificationKind, rules: KindRules): RuleProblem[] {
  const fields = rules.groups.flatMap((group) => group.fields)
  const keys = fields.map(({ key }) => key)
  return [
    ...idTypeProblems(kind, rules, fields),
    ...repeated(keys).map((key) => problem('FIELD_REPEATED', key)),
    ...fields.flatMap((field) => fieldProblems(kind, field)),
    ...knownFields(kind)
      .filter(({ key }) => !isFreeField(key) && !keys.includes(key))
      .map(({ key }) => problem('FIELD_NEEDED', key)),
    ...conditionsIn(rules)
      .filter(({ field }) => !keys.includes(field))
      .map(({ field }) => problem('FIELD_UNKNOWN', field)),
    ...slotProblems(kind, rules, keys),
    ...signatureProblems(kind, rules),
  ]
}

function idTypeProblems(kind: QualificationKind, { idTypes }: KindRules, fields: readonly FieldRule[]): RuleProblem[] {
  const types = idTypes.map(({ type }) => type)
  const palette = known(kind).idTypes
  return [
    ...repeated(types).map((type) => problem('ID_TYPE_REPEATED', type)),
    ...idTypes
      .filter((rule) => !palette.some((offered) => isSame(offered, rule)))
      .map(({ type }) => problem('ID_TYPE_UNKNOWN', type)),
    ...fields
      .filter(({ key, options }) => key.endsWith('.idType') && !isSame(options, types))
      .map(({ key }) => problem('ID_TYPES_DIFFER', key)),
  ]
}

/** A field is one that the portal knows: whether it is asked, how long it may be and which options it offers are free. */
function fieldProblems(kind: QualificationKind, field: FieldRule): RuleProblem[] {
  const { key, required, maxLength, options = [] } = field
  const palette = knownFields(kind).find((candidate) => candidate.key === key)
  if (!palette) return [problem('FIELD_UNKNOWN', key)]
  const most = maxLengthOf(palette)
  return [
    ...(required || isFreeField(key) ? [] : [problem('FIELD_NEEDED', key)]),
    ...((most === undefined ? maxLength === palette.maxLength : maxLength <= most)
      ? []
      : [problem('FIELD_LENGTH', key)]),
    ...(options.every((option) => palette.options?.includes(option)) ? [] : [problem('OPTION_UNKNOWN', key)]),
    ...(palette.options && options.length === 0 ? [problem('OPTION_NEEDED', key)] : []),
    ...(isSame(fixed(field), fixed(palette)) ? [] : [problem('FIELD_UNKNOWN', key)]),
  ]
}

/** What says what a field is, rather than whether it is asked. */
const fixed = (field: FieldRule) => ({ ...field, required: true, maxLength: 0, options: [] })

const conditionsIn = ({ groups, documents }: KindRules): Condition[] => [
  ...groups.flatMap(({ when = [], fields }) => [
    ...when,
    ...fields.flatMap((field) => [
      ...(field.when ?? []),
      ...(field.optionsWhen ?? []).flatMap((options) => options.when),
    ]),
  ]),
  ...documents.flatMap((slot) => [...(slot.when ?? []), ...(slot.restsOnWhen ?? []).flatMap(({ when }) => when)]),
]

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

/** Stored JSON keeps no order of keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
