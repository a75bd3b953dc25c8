import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { dateIn } from '@/lib/core/clock'
import { databaseTime, transaction } from '@/lib/db/client'
import { renamed } from './contents'
import { digestOf } from './digest'
import { asJson, findDraft, soundContent, updateDraft } from './drafts'
import { requireRuleManager } from './policy'
import type { SaveRuleDraftInput } from './schemas'

/**
 * Stores the new content of a draft, if it is unchanged since it was seen and the content is fit for use: what is
 * wrong is refused at once and not when it is published.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_STATE, INVALID_INPUT with `problem` and `at`, CONFLICT
 */
export async function saveRuleDraft(actor: PersonActor, { content: given, ...seen }: SaveRuleDraftInput) {
  requireRuleManager(actor, seen.draftId)
  return transaction(async (tx) => {
    const { id, kind, version } = await findDraft(tx, seen)
    const sound = soundContent(kind, id, given)
    const content = renamed(kind, sound, version, dateIn(await databaseTime(tx)))
    const edits = seen.edits + 1
    await updateDraft(tx, seen, { content: asJson(content), edits })
    const data = { kind, version, edits, digest: digestOf(content) }
    await recordAudit(tx, actor, { action: 'rules.draft_saved', subjectId: id, data }, { using: 'rules.manage' })
    return { id, kind, version, edits }
  })
}
