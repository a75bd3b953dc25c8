import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { recordRefusal } from '@/lib/audit/record'
import { showDeclared } from '@/lib/cases/show-declared'
import { DomainError } from '@/lib/core/errors'
import { database } from '@/lib/db/client'
import { decideErasureRequest } from '@/lib/privacy/erasure/decide-erasure-request'
import { liftLegalHold } from '@/lib/privacy/holds/lift-legal-hold'
import { placeLegalHold } from '@/lib/privacy/holds/place-legal-hold'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { publishRuleDraft } from '@/lib/rulebook/editing/publish-rule-draft'
import { changeRoles } from '@/lib/staff/change-roles'
import { decideAccessChange } from '@/lib/staff/decide-access-change'
import { aWaitingChange } from '@/tests/factories/access-changes'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { aLegalHold } from '@/tests/factories/holds'
import { aColleague, anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, asShown, submissionOf } from '@/tests/factories/qualifications'
import { aRuleDraft } from '@/tests/factories/rules'

type Act = { subjectId: string; run: (actor: PersonActor) => Promise<unknown> }

async function submitted() {
  const { applicant, id: qualificationId } = await aReadyDraft()
  const { documents } = await submissionOf(qualificationId)
  await submitQualification(applicant, await asShown(applicant, qualificationId))
  return { qualificationId, fileId: documents[0]?.pages[0]?.fileId ?? '' }
}

async function deciding(decision: 'CONFIRM' | 'REFUSE'): Promise<Act> {
  const changeId = await aWaitingChange()
  return { subjectId: changeId, run: (actor) => decideAccessChange(actor, { changeId, decision }) }
}

const ACTS: Record<string, () => Promise<Act>> = {
  async 'original.export'() {
    const { qualificationId, fileId } = await submitted()
    const input = { qualificationId, fileId, reason: 'INSPECTION', note: null } as const
    return { subjectId: qualificationId, run: (actor) => exportOriginal(actor, input) }
  },
  async 'qualification.show_declared'() {
    const { qualificationId } = await submitted()
    const input = { qualificationId, reason: 'DISPUTE', note: null } as const
    return { subjectId: qualificationId, run: (actor) => showDeclared(actor, input) }
  },
  async 'rules.publish'() {
    const draftId = await aRuleDraft(await anAdministrator())
    return { subjectId: draftId, run: (actor) => publishRuleDraft(actor, { draftId, edits: 1 }) }
  },
  async 'legal_hold.place'() {
    const { qualificationId } = await submitted()
    const input = { qualificationId, covers: 'QUALIFICATION', reason: 'DISPUTE', note: null } as const
    return { subjectId: qualificationId, run: (actor) => placeLegalHold(actor, input) }
  },
  async 'legal_hold.lift'() {
    const { accountId } = await aRegisteredApplicant()
    const { id: holdId } = await aLegalHold({ accountId }, (await anAdministrator()).id)
    return { subjectId: accountId, run: (actor) => liftLegalHold(actor, { holdId }) }
  },
  async 'erasure.decide'() {
    const { id: requestedById, accountId } = await aRegisteredApplicant()
    const { id: requestId } = await database().erasureRequest.create({
      data: { accountId, requestedById, state: 'WAITING', obstacles: ['IN_FORCE'] },
    })
    const input = { requestId, decision: 'REFUSE', reason: 'LAW_REQUIRES_KEEPING', note: null } as const
    return { subjectId: accountId, run: (actor) => decideErasureRequest(actor, input) }
  },
  async 'staff.set_roles'() {
    await anAdministrator() // a second one, who would agree to it
    const { id: userId } = await aColleague()
    const change = { userId, from: ['REVIEWER'], roles: ['REVIEWER', 'AUDITOR'] } as const
    return { subjectId: userId, run: (actor) => changeRoles(actor, { ...change, from: [...change.from] }) }
  },
  'staff.decide_access_change': () => deciding('CONFIRM'),
  'staff.decide_access_change/refuse': () => deciding('REFUSE'),
}

test.each(Object.entries(ACTS))(
  '%s: a stale factor is refused, which is recorded; a fresh one is let through',
  async (act, make) => {
    const { subjectId, run } = await make()
    const actor = await anAdministrator()
    const stale = await withFactorGiven(actor, 16)
    const refusal: unknown = await run(stale).catch((error: unknown) => error)
    if (!(refusal instanceof DomainError)) throw new Error('It was let through', { cause: refusal })
    expect(refusal).toMatchObject({ code: 'FRESH_FACTOR_NEEDED', subjectId })
    await recordRefusal(stale, act, refusal)
    expect(await eventsAbout(subjectId)).toContainEqual(
      expect.objectContaining({ action: 'act.refused', data: { act, code: 'FRESH_FACTOR_NEEDED' } }),
    )

    await run(await withFactorGiven(actor, 14))
    const done = await database().auditEvent.count({ where: { actorId: actor.id, NOT: { action: 'act.refused' } } })
    expect(done).toBeGreaterThan(0)
  },
)
