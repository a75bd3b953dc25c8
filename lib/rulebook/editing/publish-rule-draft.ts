import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { dateIn } from '@/lib/core/clock'
import { databaseTime, transaction } from '@/lib/db/client'
import { awaitLetterHolds } from '../letters/registry'
import { changesBetween } from './changes'
import { renamed } from './contents'
import { digestOf } from './digest'
import { asJson, findDraft, soundContent, unsound, updateDraft } from './drafts'
import { requireRuleManager } from './policy'
import { currentContent } from './queries'
import { isRequiredFrom, requiredFromDays } from './required-from'
import type { PublishRuleDraftInput } from './schemas'

/**
 * Publishes a draft, if it is unchanged since it was seen: applications that are started from now on use it. Those in
 * progress keep the version that they were started under, and their letters are accepted until the day that is
 * published with the newer ones (`requiredText`). A published version never changes.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, NOT_FOUND, INVALID_STATE, INVALID_INPUT with `problem` and `at`,
 * CONFLICT
 */
export async function publishRuleDraft(actor: PersonActor, { requiredFrom: day = '', ...seen }: PublishRuleDraftInput) {
  requireRuleManager(actor, seen.draftId)
  return transaction(async (tx) => {
    await requireFreshFactor(tx, actor, seen.draftId)
    const { id, kind, version, basedOn, edits, content: storedContent } = await findDraft(tx, seen)
    const sound = soundContent(kind, id, storedContent)
    const inForce = await currentContent(tx, kind)
    if (changesBetween(inForce, sound).length === 0) throw unsound(id, { code: 'NOTHING_CHANGED', at: '' })
    if (kind === 'LETTERS') await awaitLetterHolds(tx)
    const publishedAt = await databaseTime(tx)
    const requiredFrom = kind === 'LETTERS' ? soundDay(id, day, publishedAt) : null
    const content = renamed(kind, sound, version, dateIn(publishedAt))
    await updateDraft(tx, seen, {
      content: asJson(content),
      status: 'PUBLISHED',
      publishedById: actor.id,
      publishedAt,
      requiredFrom: requiredFrom && new Date(requiredFrom),
    })
    const data = { kind, version, basedOn, edits, digest: digestOf(content), requiredFrom }
    await recordAudit(tx, actor, { action: 'rules.published', subjectId: id, data }, { using: 'rules.manage' })
    return { id, kind, version, publishedAt }
  })
}

/** @throws DomainError INVALID_INPUT when it is in the past, or too far in the future */
function soundDay(draftId: string, day: string, now: Date): string {
  if (!isRequiredFrom(day, requiredFromDays(now))) throw unsound(draftId, { code: 'LETTER_DAY', at: '' })
  return day
}
