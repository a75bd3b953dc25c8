import type { QualificationKind } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOK } from '../built-in'
import { RETAINED_OUTCOMES, type Retention } from '../retention'
import type { Condition, FieldRule, KindRules, Rulebook, Terms } from '../rulebook'
import { known, knownFields } from './known-rules'
import { problem, type RuleProblem, repeated } from './problems'
import { isFreeField, LEGAL_AGE, MAX_RETENTION_DAYS, MAX_TERMS, maxLengthOf } from './rulebook-limits'
import { signatureProblems, slotProblems } from './slot-problems'

/**
 * Returns what makes a rulebook unfit for use: what the portal doesn't know, can't accept, or the law requires
 * otherwise.
 */
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

/** Returns problems of retention. Declared values say whose documents they are, so they can't be erased before them. */
function retentionProblems(retention: Retention): RuleProblem[] {
  return RETAINED_OUTCOMES.flatMap((outcome) => {
    const { documentsDays, detailsDays } = retention[outcome]
    return [
      ...(Math.max(documentsDays, detailsDays) > MAX_RETENTION_DAYS ? [problem('KEPT_TOO_LONG', outcome)] : []),
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

/**
 * Returns problems of a field. The portal must know it; only whether it is required, its length and its options are
 * free.
 */
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

/** Returns what defines a field, without what a rulebook may change in it. */
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

/** Sorts the keys of a value, since stored JSON doesn't preserve their order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
