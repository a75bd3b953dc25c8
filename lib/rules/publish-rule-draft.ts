import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { dateIn } from '@/lib/core/clock'
import { databaseTime, transaction } from '@/lib/db/client'
import { changesBetween } from './changes'
import { renamed } from './contents'
import { digestOf } from './digest'
import { asJson, findDraft, soundContent, unsound, updateDraft } from './drafts'
import { requireRuleManager } from './policy'
import { currentContent } from './queries'
import type { RuleDraftInput } from './schemas'

/**
 * Puts a draft into force as it was seen: whatever is begun from now on is begun under it. What is under way keeps the
 * version that it was begun under. A published version never changes.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, NOT_FOUND, INVALID_STATE, INVALID_INPUT with `problem` and `at`, CONFLICT
 */
export async function publishRuleDraft(actor: PersonActor, seen: RuleDraftInput) {
  requireRuleManager(actor, seen.draftId)
  return transaction(async (tx) => {
    await requireFreshFactor(tx, actor, seen.draftId)
    const { id, kind, version, basedOn, edits, content: kept } = await findDraft(tx, seen)
    const sound = soundContent(kind, id, kept)
    const inForce = await currentContent(tx, kind)
    if (changesBetween(inForce, sound).length === 0) throw unsound(id, { code: 'NOTHING_CHANGED', at: '' })
    const publishedAt = await databaseTime(tx)
    const content = renamed(kind, sound, version, dateIn(publishedAt))
    await updateDraft(tx, seen, {
      content: asJson(content),
      status: 'PUBLISHED',
      publishedById: actor.id,
      publishedAt,
    })
    const data = { kind, version, basedOn, edits, digest: digestOf(content) }
    await recordAudit(tx, actor, { action: 'rules.published', subjectId: id, data }, { using: 'rules.manage' })
    return { id, kind, version, publishedAt }
  })
}
