import 'server-only'
import { database } from '@/lib/db/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import { BUILT_IN_RULEBOOKS } from '@/lib/rulebook/built-in'
import { documentName } from '@/lib/rulebook/part-names'
import { currentRulebook, rulebookOf } from '@/lib/rulebook/registry'
import type { DocumentSlot, FieldRule, KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { documentWordsKey, wordsOf } from '@/lib/rulebook/words'
import { bilingualWords } from '../bilingual-words'
import type { Policy } from './schemas'

/** Names the rules in force. */
const CURRENT = 'current'

type Both = Awaited<ReturnType<typeof bilingualWords>>

/** Returns what a version of the rules requires of whom, with its texts; null for an unknown version. */
export async function readPolicy(version: string): Promise<Policy | null> {
  const rulebook = await findRulebook(version)
  if (!rulebook) return null
  const { validityMonths, coolingOffDays, draftLapseDays } = rulebook.terms
  const both = await bilingualWords()
  return {
    rulebook: rulebook.version,
    effectiveFrom: rulebook.effectiveFrom,
    terms: { validityMonths, coolingOffDays, draftLapseDays },
    switches: { ...rulebook.switches },
    kinds: kindsOf(rulebook).map(([kind, rules]) => kindOf(both, kind, rules)),
  }
}

async function findRulebook(version: string): Promise<Rulebook | null> {
  if (version === CURRENT) return currentRulebook()
  const isBuiltIn = BUILT_IN_RULEBOOKS.some((one) => one.version === version)
  const where = { kind: 'RULEBOOK', version, status: 'PUBLISHED' } as const
  return isBuiltIn || (await database().ruleVersion.count({ where })) > 0 ? rulebookOf(version) : null
}

const kindsOf = ({ kinds }: Rulebook) => Object.entries(kinds) as [QualificationKind, KindRules][]

function kindOf(both: Both, kind: QualificationKind, rules: KindRules): Policy['kinds'][number] {
  const { min, max, minLength, maxLength, sources } = rules.signatures
  return {
    kind,
    groups: rules.groups.map(({ key, when = [], fields }) => ({
      ...{ key, when: [...when] },
      name: general(both, `rulebook.groups.${key}.title`),
      fields: fields.map((field) => fieldOf(both, field)),
    })),
    documents: rules.documents.map((slot) => documentOf(both, kind, rules, slot)),
    idTypes: rules.idTypes.map(({ type, pages }) => ({ type, pages: [...pages] })),
    signatures: {
      ...{ min, max, minLength, maxLength },
      sources: sources.map(({ source, needsEvidence }) => {
        return { source, needsEvidence, name: general(both, `rulebook.sources.${source}.name`) }
      }),
    },
    samples: { ...rules.samples },
  }
}

/** Returns words that do not depend on answers: those that do say it in general. */
const general = (both: Both, key: string): Bilingual => both((say) => say(key, wordsOf({})))

function fieldOf(both: Both, rule: FieldRule): Policy['kinds'][number]['groups'][number]['fields'][number] {
  const { key, type, required, maxLength, options, sensitive, filledFrom, when = [] } = rule
  return {
    ...{ key, type, required, maxLength, when: [...when] },
    name: general(both, `rulebook.fields.${key}.label`),
    options: options?.map((value) => ({ value, name: general(both, `rulebook.options.${key}.${value}`) })) ?? null,
    isPersonal: sensitive,
    isFilledIn: filledFrom !== undefined,
  }
}

function documentOf(both: Both, of: QualificationKind, rules: KindRules, slot: DocumentSlot) {
  const { kind, min, max, mediaTypes, maxBytes, minShortSide, eachSignature = false, idPage = null, when = [] } = slot
  const words = documentWordsKey(kind, {}, of === 'ORGANISATION')
  return {
    ...{ kind, min, max, mediaTypes: [...mediaTypes], maxBytes, minShortSide, when: [...when] },
    name: both((say) => documentName(say, kind, { rules })),
    instructions: both((say) => say(`rulebook.documents.${words}.instructions`, { ...wordsOf({}), max: String(max) })),
    isForEachSignature: eachSignature,
    idPage,
  }
}
