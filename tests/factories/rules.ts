import type { PersonActor } from '@/lib/actor/actor'
import { DAY, SECOND } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import type { RuleKind } from '@/lib/db/generated/enums'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { saveRuleDraft } from '@/lib/rulebook/editing/save-rule-draft'
import { startRuleDraft } from '@/lib/rulebook/editing/start-rule-draft'
import { BUILT_IN_LETTERS } from '@/lib/rulebook/letters/built-in'

/** Names the newest version of each kind that comes with the portal. */
export const BUILT_IN: Readonly<Record<RuleKind, string>> = {
  RULEBOOK: BUILT_IN_RULEBOOK.version,
  REASONS: BUILT_IN_REASONS.version,
  LETTERS: (BUILT_IN_LETTERS.at(-1) ?? BUILT_IN_LETTERS[0]).version,
}

/** Makes a change of each kind, different each time. */
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

/** Creates published letters with words of their own, as if they had been published some days ago. */
export async function publishedLetters(
  { id }: PersonActor,
  requiredFrom: string | null,
  daysAgo = 0,
): Promise<{ id: string; version: string }> {
  count += 1
  const version = `cn-mainland/2030-01.${count}`
  const words = `样本 ${count}`
  const content = {
    version,
    texts: BUILT_IN_LETTERS[0].texts.map((text) => ({ ...text, version, title: { 'zh-CN': words, en: words } })),
  }
  // Each is newer than the one before, and none is published later than now.
  const publishedAt = new Date((await databaseTime()).getTime() - daysAgo * DAY - SECOND + count)
  return database().ruleVersion.create({
    data: {
      ...{ kind: 'LETTERS', version, basedOn: BUILT_IN.LETTERS, status: 'PUBLISHED', content, createdById: id },
      ...{ publishedById: id, publishedAt, requiredFrom: requiredFrom && new Date(requiredFrom) },
    },
    select: { id: true, version: true },
  })
}

/** Creates a draft with one saved change, in place of any other draft, and returns its id. */
export async function aRuleDraft(actor: PersonActor, kind: RuleKind = 'REASONS'): Promise<string> {
  await database().ruleVersion.deleteMany({ where: { kind, status: 'DRAFT' } })
  const { id: draftId, edits } = await startRuleDraft(actor, { kind, basedOn: BUILT_IN[kind] })
  count += 1
  await saveRuleDraft(actor, { draftId, edits, content: CHANGED[kind](`样本 ${Date.now()} ${count}`) })
  return draftId
}

/** Does the same and returns its version name. */
export async function theRuleDraft(actor: PersonActor, kind: RuleKind): Promise<string> {
  const id = await aRuleDraft(actor, kind)
  return (await database().ruleVersion.findUniqueOrThrow({ where: { id } })).version
}
