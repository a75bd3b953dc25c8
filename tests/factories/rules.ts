import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'
import type { RuleKind } from '@/lib/db/generated/enums'
import { BUILT_IN_LETTERS } from '@/lib/letters/built-in'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { beginRuleDraft } from '@/lib/rules/begin-rule-draft'
import { saveRuleDraft } from '@/lib/rules/save-rule-draft'

const FIRST = 'cn-mainland/2024-10'

/** A change of each kind; what one reads is different each time. */
const CHANGED: Readonly<Record<RuleKind, (words: string) => object>> = {
  RULEBOOK: () => ({ ...BUILT_IN_RULEBOOK, terms: { ...BUILT_IN_RULEBOOK.terms, validityMonths: 6 } }),
  REASONS: (words) => ({
    ...BUILT_IN_REASONS,
    reasons: BUILT_IN_REASONS.reasons.map((reason) =>
      reason.code === 'BLURRED' ? { ...reason, means: { 'zh-CN': words, en: words } } : reason,
    ),
  }),
  LETTERS: (words) => ({
    ...BUILT_IN_LETTERS[0],
    texts: BUILT_IN_LETTERS[0].texts.map((text) => ({ ...text, title: { 'zh-CN': words, en: words } })),
  }),
}

let count = 0

/** A draft with a change, whatever draft there was: its id. It was saved once. */
export async function aRuleDraft(actor: PersonActor, kind: RuleKind = 'REASONS'): Promise<string> {
  await database().ruleVersion.deleteMany({ where: { kind, status: 'DRAFT' } })
  const { id: draftId, edits } = await beginRuleDraft(actor, { kind, basedOn: FIRST })
  count += 1
  await saveRuleDraft(actor, { draftId, edits, content: CHANGED[kind](`样本 ${Date.now()} ${count}`) })
  return draftId
}

/** Likewise: what it is called. */
export async function theRuleDraft(actor: PersonActor, kind: RuleKind): Promise<string> {
  const id = await aRuleDraft(actor, kind)
  return (await database().ruleVersion.findUniqueOrThrow({ where: { id } })).version
}
