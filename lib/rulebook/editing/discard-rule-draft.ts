import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { transaction } from '@/lib/db/client'
import { changedSince, findDraft } from './drafts'
import { requireRuleManager } from './policy'
import type { RuleDraftInput } from './schemas'

/**
 * Deletes a draft, if it is unchanged since it was seen.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND, INVALID_STATE, CONFLICT when it was changed since
 */
export async function discardRuleDraft(actor: PersonActor, seen: RuleDraftInput) {
  requireRuleManager(actor, seen.draftId)
  return transaction(async (tx) => {
    const { id, kind, version, edits } = await findDraft(tx, seen)
    const { count } = await tx.ruleVersion.deleteMany({ where: { id, status: 'DRAFT', edits } })
    if (count !== 1) throw changedSince(id)
    const data = { kind, version, edits }
    await recordAudit(tx, actor, { action: 'rules.draft_discarded', subjectId: id, data }, { using: 'rules.manage' })
    return { kind, version }
  })
}
