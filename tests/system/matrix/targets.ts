import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { addReturnAddress } from '@/lib/integrations/return-addresses/add-return-address'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { anAccessCase, anAccessCaseOfNobody } from '@/tests/factories/access-cases'
import { aWaitingChange } from '@/tests/factories/access-changes'
import { anApiKey } from '@/tests/factories/api-keys'
import { anIncompleteSession, withTotp } from '@/tests/factories/factors'
import { aNotice } from '@/tests/factories/messages'
import { aColleague, aSession } from '@/tests/factories/people'
import { submissionOf } from '@/tests/factories/qualifications'
import { aRuleDraft } from '@/tests/factories/rules'
import { anAnswerTo, fileWithMobile, requestMaterialFor } from '@/tests/factories/supplements'
import { anEndpoint } from '@/tests/factories/webhooks'
import { aClerk, DISABLED, type People } from './actors'
import { anAccountOf, aQualificationIn, type QualificationState } from './qualifications-in-states'
import { aSharedAccount } from './shared-account'
import { NOTHING, type State, type Target } from './target'

let last: Promise<unknown> = Promise.resolve()

/** Makes one target after another: starting an application continues one to which nothing was written yet. */
export function makeTarget(people: People, state: State, isLookedAt = false): Promise<Target> {
  const made = last.then(() => (state === 'ABSENT' ? nowhere(people) : make(people, state, isLookedAt)))
  last = made.catch(() => {})
  return made
}

let clerk: Promise<PersonActor> | undefined

/**
 * Returns one administrator for all targets: another one for each would be notified of each change from then on, and
 * was, thousands of times.
 */
function theClerk(): Promise<PersonActor> {
  clerk ??= aClerk()
  return clerk
}

/** Returns a target without a qualification; rows about staff and invitations still find theirs. */
async function nowhere(people: People): Promise<Target> {
  const { owner, administrator } = people
  const by = await theClerk()
  const [colleague, disabled] = [await aColleague(), await aColleague()]
  await database().user.update({ where: { id: disabled.id }, data: DISABLED })
  const invitation = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  return {
    ...NOTHING,
    ...(await aSharedAccount(people, by)),
    userId: await withASecondFactor(colleague),
    disabledUserId: disabled.id,
    invitationId: invitation.id,
    apiKeyId: (await anApiKey({}, by)).id,
    ...(await aDelivery(by)),
    returnAddressId: (await addReturnAddress(administrator, { address: `https://${newId()}.example.cn/` })).id,
    ...(await theCases()),
    messageId: await aNotice(),
    eventId: await anEvent(),
    changeId: await aWaitingChange({ by, makesAnother: false }), // `administrator` can confirm it
    sessionId: (await aSession(owner.id, 'APPLICANT')).sessionId,
    ruleDraftId: await aRuleDraft(administrator),
    token: invitation.url.split('/').at(-1) ?? '',
  }
}

async function aDelivery(by: PersonActor) {
  // Of what no act does: what others may do to a qualification would change this target.
  const { id: endpointId } = await anEndpoint({ by, events: ['QUALIFICATION_EXPIRED'] })
  const data = { endpointId, event: 'WEBHOOK_TEST', data: { endpoint: endpointId }, state: 'DELIVERED' } as const
  const { id: deliveryId } = await database().webhookDelivery.create({ data })
  return { endpointId, deliveryId }
}

const anEvent = async () => (await database().auditEvent.findFirstOrThrow()).id

let cases: Promise<{ caseId: string; caseOfNobodyId: string }> | undefined

/** Returns the same cases for all targets: what is tried with them changes nothing. */
function theCases() {
  cases ??= (async () => ({ caseId: await anAccessCase(), caseOfNobodyId: await anAccessCaseOfNobody() }))()
  return cases
}

async function withASecondFactor({ id }: { id: string }): Promise<string> {
  await withTotp(await anIncompleteSession(id))
  return id
}

async function make(people: People, state: QualificationState, isLookedAt: boolean): Promise<Target> {
  const uploadId = newId()
  const owner = await anAccountOf(people.owner)
  const qualificationId = await aQualificationIn({ ...people, owner }, state, { isLookedAt, uploadId })
  const { revision, draftVersion, documents, signatures, parts } = await submissionOf(qualificationId)
  const portrait = documents.find(({ kind }) => kind === 'ID_PORTRAIT')
  const fileId = portrait?.pages[0]?.fileId ?? ''
  return {
    ...NOTHING,
    qualificationId,
    revision,
    draftVersion,
    fileId,
    exportId: state === 'DRAFT' ? NOTHING.exportId : await takenOut(people, qualificationId, fileId),
    dossierExportId: state === 'DRAFT' ? NOTHING.dossierExportId : await aDossier(people, qualificationId),
    uploadId,
    signatureId: signatures[0]?.id ?? '',
    ...(state === 'APPROVED' ? await anAnsweredRequest(owner, qualificationId) : {}),
    partIds: parts.length > 0 ? parts.map(({ id }) => id) : NOTHING.partIds,
    seen: (await readDraft(owner, qualificationId))?.seen ?? NOTHING.seen,
  }
}

async function anAnsweredRequest(owner: People['owner'], qualificationId: string) {
  const { id: supplementId } = await requestMaterialFor(await fileWithMobile(qualificationId), { kind: 'ID_IN_HAND' })
  return { supplementId, answerId: await anAnswerTo(supplementId, owner) }
}

async function takenOut({ administrator }: People, qualificationId: string, fileId: string): Promise<string> {
  const input = { qualificationId, fileId, reason: 'INSPECTION', note: null } as const
  return (await exportOriginal(administrator, input)).id
}

async function aDossier({ administrator }: People, qualificationId: string): Promise<string> {
  const input = { qualificationId, locale: 'en', content: 'MASKED', reason: null, note: null } as const
  return (await exportDossier(administrator, input)).id
}
