import { createAccessLink } from '@/lib/accounts/access-links'
import { type PersonActor, SYSTEM } from '@/lib/auth/actor'
import { DAY } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { inviteMember } from '@/lib/members/invite-member'
import { setNoticeEmail } from '@/lib/notifications/set-notice-email'
import { eraseQualification } from '@/lib/privacy/erase-qualification'
import { liftLegalHold } from '@/lib/privacy/lift-legal-hold'
import { placeLegalHold } from '@/lib/privacy/place-legal-hold'
import { expireQualifications } from '@/lib/qualifications/expire-qualifications'
import { renewQualification } from '@/lib/qualifications/renew-qualification'
import { suspendQualification } from '@/lib/qualifications/suspend-qualification'
import { withdrawQualification } from '@/lib/qualifications/withdraw-qualification'
import { blockStaff } from '@/lib/review/block-staff'
import { claimQualification } from '@/lib/review/claim-qualification'
import { disableStaff } from '@/lib/review/disable-staff'
import { setUrgency } from '@/lib/review/set-urgency'
import { slugOf } from '@/lib/rules/version-names'
import { anAccessCase } from '@/tests/factories/access-cases'
import { aWaitingChange } from '@/tests/factories/access-changes'
import { ON_BEHALF, OTHER_ADMIN } from '@/tests/factories/contents'
import { endedAgo } from '@/tests/factories/endings'
import { anOwingSession, withPasskey, withTotp } from '@/tests/factories/factors'
import { aFailedJob, aPastIncident } from '@/tests/factories/incidents'
import { aFullDraft, aHandedIn, decide, handInAgain } from '@/tests/factories/journey'
import { messagesOfAllKinds } from '@/tests/factories/messages'
import { anOrganisationDraft } from '@/tests/factories/organisation-drafts'
import { aColleague, aMemberOf, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { theRuleDraft } from '@/tests/factories/rules'
import { privacyPages } from './privacy-screens'

/** A page as someone meets it. */
export type Screen = { name: string; url: string; actor?: Pick<PersonActor, 'sessionId'> }

/** By what staff sign in, and how they come back. */
async function accessPages(): Promise<Screen[]> {
  const { id } = await aColleague({ roles: ['ADMIN'], name: '周岚' })
  const halfWay = await anOwingSession(id)
  const { actor } = await withTotp((await withPasskey(halfWay, { name: '办公室笔记本' })).actor)
  const owing = await anOwingSession((await aColleague()).id)
  const link = await transaction((tx) => createAccessLink(tx, { userId: id, kind: 'ACCESS' }))
  const half = await anOwingSession(id)
  await makeLast([half, owing, actor])
  const step = '/staff/sign-in/step'
  return [
    { name: 'staff-forgotten', url: '/staff/forgotten' },
    { name: 'staff-access', url: new URL(link.url).pathname },
    { name: 'staff-access-invalid', url: '/staff/access/nothing' },
    { name: 'staff-step', url: step, actor: half },
    { name: 'staff-set-up', url: step, actor: owing },
    { name: 'security', url: '/security', actor },
    { name: 'security-add', url: '/security/add', actor },
    { name: 'security-confirm', url: '/security/confirm', actor },
  ]
}

/** Long enough for every page to be looked at, which takes longer than such sessions, and a fresh factor, last. */
async function makeLast(sessions: readonly { sessionId: string }[]): Promise<void> {
  await database().$executeRaw`
    UPDATE sessions SET ends_at = ends_at + interval '2 hours', idle_ends_at = ends_at + interval '2 hours',
      factors = (
        SELECT jsonb_agg(given || jsonb_build_object('at', clock_timestamp() + interval '2 hours'))
        FROM jsonb_array_elements(factors) given)
    WHERE id = ANY(${sessions.map(({ sessionId }) => sessionId)}::uuid[])`
}

/** Every page, empty and full. */
export async function screens(): Promise<Screen[]> {
  const newcomer = (await aRegisteredApplicant()).actor
  const invited = await aBusyMember()
  const administrator = (await aColleague({ roles: ['ADMIN'], name: '周岚' })).actor
  const reviewer = (await aColleague({ roles: ['REVIEWER'], name: '陈默' })).actor
  const lead = (await aColleague({ roles: ['LEAD', 'AUDITOR'], name: '高原' })).actor
  const colleague = await aColleague({ roles: ['REVIEWER'], name: '苏合' })

  const queueEmpty: Screen = { name: 'queue-empty', url: '/queue?status=EXPIRED', actor: reviewer }
  const draft = await aFullDraft()
  const mine = draft.applicant.actor
  const at = (rest: string) => `/qualifications/${draft.id}${rest}`
  const [approved, changed, rejected, waiting, held] = [
    await aHandedIn(),
    await aHandedIn(),
    await aHandedIn(),
    await aHandedIn(),
    await aHandedIn(),
  ]
  await decide(colleague.actor, approved.id)
  await decide(colleague.actor, changed.id, { ID_PORTRAIT: 'BLURRED', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' })
  await decide(colleague.actor, rejected.id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  await claimQualification(reviewer, { qualificationId: held.id })
  const again = await aHandedIn()
  await decide(colleague.actor, again.id, { ID_PORTRAIT: 'BLURRED', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' })
  await handInAgain(again.applicant.actor, again.id, ['ID_PORTRAIT', 'COMMITMENT_LETTER'])
  await claimQualification(colleague.actor, { qualificationId: again.id })
  await setUrgency(lead, { qualificationId: waiting.id, isUrgent: true })
  const suspended = await aHandedIn()
  await decide(colleague.actor, suspended.id)
  const note = '请先说明六月九日的投诉。'
  await suspendQualification(administrator, { qualificationId: suspended.id, reason: 'COMPLAINTS', note })
  const withdrawn = await aHandedIn()
  await withdrawQualification(withdrawn.applicant.actor, { qualificationId: withdrawn.id })
  const expired = await aHandedIn()
  await decide(colleague.actor, expired.id)
  await database().qualification.update({ where: { id: expired.id }, data: { validUntil: new Date(0) } })
  await expireQualifications()
  const renewed = await aHandedIn()
  await decide(colleague.actor, renewed.id)
  await database().qualification.update({
    where: { id: renewed.id },
    data: { validUntil: new Date(Date.now() + 9 * DAY) },
  })
  const renewal = await renewQualification(renewed.applicant.actor, { qualificationId: renewed.id })
  await messagesOfAllKinds()
  const organisation = await anOrganisationDraft({
    fields: { ...OTHER_ADMIN, ...ON_BEHALF },
    signatures: [
      { text: '样本科技', source: 'ORGANISATION_NAME' },
      { text: '样本百货', source: 'TRADEMARK', isOnBehalf: true },
    ],
  })
  const unsealed = { 'organisation.type': 'INDIVIDUAL_BUSINESS', 'organisation.hasSeal': 'NO' }
  const business = await anOrganisationDraft({ fields: unsealed })
  const ofOrganisation = (page: string): Screen => ({
    name: `organisation-${page}`,
    url: `/qualifications/${organisation.id}/${page}`,
    actor: organisation.applicant.actor,
  })
  const statusOf = ({ applicant, id }: typeof draft, name: string): Screen => ({
    name: `qualification-${name}`,
    url: `/qualifications/${id}`,
    actor: applicant.actor,
  })

  return [
    { name: 'home', url: '/' },
    { name: 'prepare-individual', url: '/prepare?who=INDIVIDUAL&id=PASSPORT&purpose=NOTIFICATION' },
    {
      name: 'prepare-organisation',
      url: '/prepare?who=ORGANISATION&type=INDIVIDUAL_BUSINESS&seal=NO&admin=OTHER&use=ON_BEHALF&source=TRADEMARK',
    },
    { name: 'prepare-refused', url: '/prepare?who=OUTSIDE' },
    { name: 'prepare-letter', url: '/prepare/letter?variant=ORGANISATION' },
    { name: 'register', url: '/register' },
    { name: 'sign-in', url: '/sign-in' },
    { name: 'sign-in-password', url: '/sign-in/password' },
    { name: 'recover-nothing', url: '/recover' },
    { name: 'staff-sign-in', url: '/staff/sign-in' },
    { name: 'invitation', url: new URL(process.env.E2E_ADMINISTRATOR_LINK ?? '/').pathname },
    { name: 'outbox', url: '/dev/outbox' },
    { name: 'not-found', url: '/nowhere' },
    { name: 'not-found-inside', url: at(''), actor: newcomer },
    { name: 'forbidden', url: '/people', actor: reviewer },
    { name: 'notice-email', url: '/notices/confirm/nothing' },
    { name: 'account', url: '/account', actor: newcomer },
    { name: 'own-code', url: '/account/confirm', actor: newcomer },
    { name: 'sessions', url: '/account/sessions', actor: newcomer },
    { name: 'own-sign-in', url: '/account/sign-in', actor: newcomer },
    { name: 'access-cases', url: '/access-cases', actor: reviewer },
    { name: 'access-case', url: `/access-cases/${await anAccessCase()}`, actor: reviewer },
    { name: 'staff-sessions', url: '/staff/sessions', actor: (await aColleague({ roles: ['AUDITOR'] })).actor },
    ...(await privacyPages(newcomer)),
    { name: 'account-shared', url: '/account', actor: invited },
    { name: 'qualifications-invited', url: '/qualifications', actor: invited },
    { name: 'qualifications-empty', url: '/qualifications', actor: newcomer },
    { name: 'qualifications', url: '/qualifications', actor: mine },
    { name: 'qualifications-new', url: '/qualifications/new', actor: newcomer },
    { name: 'qualification-draft', url: at(''), actor: mine },
    { name: 'identity', url: at('/identity'), actor: mine },
    { name: 'use', url: at('/use'), actor: mine },
    { name: 'signatures', url: at('/signatures'), actor: mine },
    { name: 'documents', url: at('/documents'), actor: mine },
    { name: 'letter', url: at('/letter'), actor: mine },
    { name: 'check', url: at('/check'), actor: mine },
    { name: 'qualifications-new-outside', url: '/qualifications/new?who=OUTSIDE', actor: newcomer },
    statusOf(organisation, 'organisation-draft'),
    ...[
      'organisation',
      'legal-representative',
      'administrator',
      'use',
      'signatures',
      'documents',
      'letter',
      'check',
    ].map(ofOrganisation),
    {
      name: 'letter-without-seal',
      url: `/qualifications/${business.id}/letter`,
      actor: business.applicant.actor,
    },
    statusOf(approved, 'approved'),
    statusOf(withdrawn, 'withdrawn'),
    statusOf(expired, 'expired'),
    statusOf(renewed, 'renewed'),
    { name: 'renewal-documents', url: `/qualifications/${renewal.id}/documents`, actor: renewed.applicant.actor },
    { name: 'qualifications-renewing', url: '/qualifications', actor: renewed.applicant.actor },
    statusOf(changed, 'changes-requested'),
    statusOf(rejected, 'rejected'),
    statusOf(waiting, 'submitted'),
    statusOf(held, 'in-review'),
    queueEmpty,
    { name: 'queue', url: '/queue', actor: reviewer },
    { name: 'queue-of-a-lead', url: '/queue', actor: lead },
    { name: 'queue-found-nothing', url: '/queue?found=none', actor: reviewer },
    { name: 'mine', url: '/mine', actor: colleague.actor },
    { name: 'mine-empty', url: '/mine', actor: lead },
    { name: 'workbench', url: `/queue/${held.id}`, actor: reviewer },
    { name: 'workbench-again', url: `/queue/${again.id}`, actor: colleague.actor },
    { name: 'workbench-not-mine', url: `/queue/${held.id}`, actor: lead },
    { name: 'case', url: `/cases/${approved.id}`, actor: administrator },
    { name: 'case-changes-requested', url: `/cases/${changed.id}`, actor: lead },
    { name: 'case-of-reviewer', url: `/cases/${held.id}`, actor: colleague.actor },
    { name: 'case-suspended', url: `/cases/${suspended.id}`, actor: administrator },
    { name: 'case-held', url: `/cases/${rejected.id}`, actor: administrator },
    { name: 'case-held-of-auditor', url: `/cases/${rejected.id}`, actor: lead },
    { name: 'people', url: '/people', actor: await withWaitingChanges(administrator) },
    ...(await peopleInDoubt(administrator)),
    { name: 'people-roles', url: '/people/roles', actor: administrator },
    { name: 'person', url: `/people/${colleague.id}`, actor: administrator },
    ...(await accessPages()),
    { name: 'messages', url: '/messages', actor: administrator },
    { name: 'messages-empty', url: '/messages?state=SENDING', actor: administrator },
    ...(await rulesPages(administrator)),
    ...(await keepingPages(administrator, lead, { held: rejected.id, asked: expired })),
    { name: 'overview', url: '/overview', actor: administrator },
    { name: 'overview-of-lead', url: '/overview?period=7d', actor: lead },
    { name: 'overview-empty', url: '/overview?period=2024-01', actor: administrator },
    { name: 'reports', url: '/reports', actor: await withExports(administrator) },
    { name: 'reports-qualifications', url: '/reports?subject=QUALIFICATIONS', actor: administrator },
    { name: 'reports-empty', url: '/reports?reference=ZX-20240101-AAAAAA', actor: lead },
    { name: 'audit', url: '/audit', actor: administrator },
    { name: 'audit-story', url: `/audit?subject=${approved.id}`, actor: administrator },
    { name: 'audit-empty', url: '/audit?reference=ZX-20240101-AAAAAA', actor: administrator },
    { name: 'operations', url: '/operations', actor: await withIncidents(administrator) },
  ]
}

/** In two accounts, asked into a third, with an address that is not confirmed yet. */
async function aBusyMember(): Promise<PersonActor> {
  const [{ accountId }, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { phone, actor } = await aMemberOf(accountId)
  await inviteMember(actor, { accountId, phone: aPhone() })
  await inviteMember(other.actor, { accountId: other.accountId, phone })
  await setNoticeEmail(actor, { email: anEmail() })
  return actor
}

/** What falls due when, one on legal hold; a request that waits, and one that is held; what is gone. */
async function keepingPages(
  actor: PersonActor,
  auditor: PersonActor,
  { held, asked }: { held: string; asked: { id: string; applicant: { id: string; accountId: string } } },
): Promise<Screen[]> {
  const note = '市监局来函（2026）17 号，请保留至结案。'
  const hold = await placeLegalHold(actor, {
    qualificationId: held,
    covers: 'QUALIFICATION',
    reason: 'DISPUTE',
    note: null,
  })
  await liftLegalHold(actor, hold)
  await placeLegalHold(actor, { qualificationId: held, covers: 'ACCOUNT', reason: 'AUTHORITY_REQUEST', note })
  const gone = await aReadyDraft()
  await endedAgo(gone.id, 'WITHDRAWN', 91)
  const order = { id: gone.id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'RETENTION', requestId: null } as const
  await transaction((tx) => eraseQualification(tx, SYSTEM, order))
  const overdue = await aReadyDraft()
  await endedAgo(overdue.id, 'REJECTED', 91)
  const { accountId } = await database().qualification.findUniqueOrThrow({ where: { id: held } })
  const { userId } = await database().membership.findFirstOrThrow({ where: { accountId } })
  await database().erasureRequest.create({
    data: { accountId, requestedById: userId, state: 'WAITING', obstacles: ['LEGAL_HOLD', 'SUSPICION'] },
  })
  const request = await database().erasureRequest.create({
    data: {
      accountId: asked.applicant.accountId,
      qualificationId: asked.id,
      requestedById: asked.applicant.id,
      state: 'WAITING',
      obstacles: ['TERM_NOT_OVER'],
    },
  })
  return [
    { name: 'retention', url: '/retention', actor },
    { name: 'retention-past-the-end', url: `/retention?after=8640000000000000.${held}`, actor },
    { name: 'retention-requests', url: '/retention?show=requests', actor },
    { name: 'retention-granting', url: `/retention?show=requests&request=${request.id}&decide=GRANT`, actor },
    { name: 'retention-refused', url: '/retention?show=requests&decided=REFUSE', actor: auditor },
    { name: 'retention-holds', url: '/retention?show=holds', actor },
    { name: 'retention-erasures', url: '/retention?show=erasures', actor },
    { name: 'retention-erasures-empty', url: `/retention?show=erasures&after=1.${held}`, actor },
  ]
}

/** Rules, reasons and letters: what is in force, and drafts with a change in each. */
async function rulesPages(actor: PersonActor): Promise<Screen[]> {
  const [rulebook, reasons, letters] = [
    await theRuleDraft(actor, 'RULEBOOK'),
    await theRuleDraft(actor, 'REASONS'),
    await theRuleDraft(actor, 'LETTERS'),
  ].map(slugOf)
  const organisation = `/rules/${rulebook}?section=ORGANISATION_`
  const pages = {
    rules: '/rules',
    'rules-in-force': '/rules/cn-mainland_2024-10',
    'rules-draft': `/rules/${rulebook}`,
    'rules-retention': `/rules/${rulebook}?section=RETENTION`,
    'rules-fields': `${organisation}FIELDS`,
    'rules-documents': `${organisation}DOCUMENTS`,
    'rules-signatures': `${organisation}SIGNATURES`,
    'rules-preview': `/rules/${rulebook}?section=PREVIEW&who=INDIVIDUAL_BUSINESS&isOther=yes&isOnBehalf=yes`,
    reasons: '/reasons',
    'reasons-draft': `/reasons/${reasons}`,
    'reason-draft': `/reasons/${reasons}?reason=BLURRED`,
    'reason-new': `/reasons/${reasons}?reason=new`,
    'reason-in-force': '/reasons/cn-mainland_2024-10?reason=BLURRED',
    letters: '/letters',
    'letters-draft': `/letters/${letters}?letter=ORGANISATION`,
    'letters-in-force': '/letters/cn-mainland_2024-10?letter=AUTHORISATION',
  }
  return Object.entries(pages).map(([name, url]) => ({ name, url, actor }))
}

/** An administrator who is blocked, and whom another requested to disable. */
async function peopleInDoubt(administrator: PersonActor) {
  const { id } = await aColleague({ roles: ['ADMIN', 'LEAD'], name: '严慎' })
  await disableStaff(administrator, { userId: id })
  await blockStaff(administrator, { userId: id, act: 'BLOCK' })
  const other = await aColleague({ roles: ['AUDITOR'], name: '秦察' })
  return [
    { name: 'person-blocked', url: `/people/${id}`, actor: administrator },
    { name: 'person-takes-two', url: `/people/${other.id}`, actor: administrator },
  ]
}

/** One that another asked for, and one of their own. */
async function withWaitingChanges(administrator: PersonActor): Promise<PersonActor> {
  await aWaitingChange()
  await aWaitingChange({ by: administrator })
  return administrator
}

/** What was wrong some time ago, and a job that fails. */
async function withIncidents(administrator: PersonActor): Promise<PersonActor> {
  await aPastIncident('SMS_FAILING', { since: 190, until: 70 })
  await aPastIncident('DISK_LOW', { since: 9_000, until: 3_000 })
  await aFailedJob('keys.rotate')
  return administrator
}

/** One in each state that an export can be in, and a definition. */
async function withExports(administrator: PersonActor): Promise<PersonActor> {
  const asked = {
    askedById: administrator.id,
    subject: 'AUDIT',
    format: 'XLSX',
    filters: {},
    locale: 'zh-CN',
    expected: 1_204_330,
  }
  const { id: dataKeyId } = await transaction((tx) => createDataKey(tx))
  const over = { finishedAt: new Date(), keptUntil: new Date(Date.now() + 7 * DAY) }
  await database().export.createMany({
    data: [
      { state: 'CANCELLED' as const },
      { state: 'RUNNING' as const, done: 400_000, heldUntil: new Date(Date.now() + DAY), blobId: newId() },
      { state: 'FAILED' as const, failure: 'STORE' },
      { state: 'READY' as const, done: 25_000, size: 1_000_000n, blobId: newId(), dataKeyId, ...over },
      {
        state: 'READY' as const,
        subject: 'QUALIFICATIONS',
        isMasked: false,
        size: 1n,
        blobId: newId(),
        dataKeyId: (await transaction((tx) => createDataKey(tx))).id,
        ...over,
      },
      { state: 'REMOVED' as const },
    ].map((one) => ({ ...asked, isMasked: true, until: new Date(), ...one })),
  })
  await database().savedReport.create({
    data: {
      ownerId: administrator.id,
      subject: 'QUALIFICATIONS',
      format: 'CSV',
      filters: { status: 'APPROVED' },
      locale: 'zh-CN',
      isMonthly: true,
      lastMonth: '2999-01',
    },
  })
  return administrator
}
