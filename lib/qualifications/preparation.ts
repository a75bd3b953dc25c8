import { z } from 'zod'
import { SignatureSource } from '@/lib/db/generated/enums'
import type { LetterVariant } from '@/lib/letters/letter-text'
import { isOnBehalf, letterVariantOf } from '@/lib/letters/parties'
import type { DraftContent } from '@/lib/rulebook/answers'
import { type AskedSlot, askedGroups, askedSlots } from '@/lib/rulebook/asked'
import { offeredOptions } from '@/lib/rulebook/conditions'
import { type FieldGroup, type FieldRule, ID_TYPES, type KindRules, type Rulebook } from '@/lib/rulebook/rulebook'

/** What people say of themselves before they apply: nothing personal, so that it may stand in an address. */
export const WHO = ['INDIVIDUAL', 'UNDER_AGE', 'ORGANISATION', 'OUTSIDE'] as const

const idType = z.enum(ID_TYPES).catch('RESIDENT_ID')

/** What the address says. Nonsense in an address is as if it weren't there. */
export const PreparationAnswers = z.object({
  who: z.enum(WHO).optional().catch(undefined),
  /** Of the organisation; what isn't offered is as if nothing were said. */
  type: z.string().max(40).optional().catch(undefined),
  seal: z.enum(['YES', 'NO']).catch('YES'),
  /** The ID of the individual. */
  id: idType,
  /** That of who stands for the organisation, whether they administer too, and the administrator's own. */
  rep: idType,
  admin: z.enum(['SAME', 'OTHER']).catch('SAME'),
  adminId: idType,
  use: z.enum(['OWN_USE', 'ON_BEHALF']).catch('OWN_USE'),
  purpose: z.string().max(40).optional().catch(undefined),
  source: z.enum(SignatureSource).optional().catch(undefined),
})
export type PreparationAnswers = z.output<typeof PreparationAnswers>

/** Why someone can't apply, or not for that. Each has a sentence in `public.prepare.remarks` of both message files. */
export type Remark = 'UNDER_AGE' | 'OUTSIDE' | 'KIND_OFF' | 'INDIVIDUAL_BUSINESSES_OFF' | 'INDIVIDUAL_MARKETING_OFF'

export type Preparation = {
  remark: Remark | null
  /** Null when it is refused altogether, or nothing was said. */
  list: {
    rules: KindRules
    content: DraftContent
    groups: FieldGroup[]
    slots: AskedSlot[]
    /** The letters to print, in order. */
    letters: LetterVariant[]
  } | null
}

/** What someone who answers so would be asked for, by the rules themselves. */
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
      groups: askedGroups(rulebook, content),
      slots: askedSlots(rulebook, content),
      letters: [letterVariantOf(content), ...(isOnBehalf(content) ? (['AUTHORISATION'] as const) : [])],
    },
  }
}

/** What a choice of the rulebook offers to who has answered so far. */
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

/** A draft in which only that is answered, with one sender signature. */
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

/** One that there is, whether or not it is switched off: that is told, and not understood as nothing. */
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
