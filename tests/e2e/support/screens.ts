import { randomBytes } from 'node:crypto'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { storePasskey } from '@/lib/sign-in/factors/store-passkey'
import { anAccessCase } from '@/tests/factories/access-cases'
import { messagesOfAllKinds } from '@/tests/factories/messages'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { accessPages } from './access-screens'
import {
  chooseOrganisation,
  doubtfulPages,
  draftPages,
  organisationPages,
  readPages,
  statusPages,
  submittedPages,
  testPages,
} from './application-screens'
import { aCaseInEachStatus, someStaff } from './cases'
import { connectionPages } from './connection-screens'
import { endedPages } from './ended-screens'
import { failedPages } from './failed-screens'
import { forwardedPages } from './forwarded-screens'
import { handoverPages } from './handover-screens'
import { integrationPages } from './integration-screens'
import { longNamePages } from './long-name-screens'
import { noScriptsPages } from './no-scripts-screens'
import { obstaclePages } from './obstacle-screens'
import { aBusyMember, peopleInDoubt, startInviting, withWaitingChanges } from './people-screens'
import { phonePages } from './phone-screens'
import { privacyPages } from './privacy-screens'
import { openTables, withExports, withIncidents } from './reports-screens'
import { retentionPages } from './retention-screens'
import { reviewPages } from './review-screens'
import { rulesPages } from './rules-screens'
import type { Screen } from './screen'
import { signInPages } from './sign-in-screens'
import { webhookPages } from './webhook-screens'

/** Returns an applicant with a passkey, which is only looked at. */
async function withPasskey(): Promise<PersonActor> {
  const { id, actor } = await aRegisteredApplicant()
  const made = { credentialId: randomBytes(32), publicKey: randomBytes(32), signCount: 0n, transports: [] }
  await transaction((tx) => storePasskey(tx, id, { name: '工作手机', made: { ...made, isBackedUp: true } }))
  return actor
}

/** Makes what fills the pages, and lists every page, empty and full. */
export async function screens(): Promise<Screen[]> {
  const newcomer = (await aRegisteredApplicant()).actor
  const invited = await aBusyMember()
  const staff = await someStaff()
  const { administrator, reviewer, lead, colleague } = staff
  const cases = await aCaseInEachStatus(staff)
  const { draft, approved, rejected, expired } = cases
  await messagesOfAllKinds()
  const auditor = (await aColleague({ roles: ['AUDITOR'] })).actor

  return [
    ...publicPages(),
    ...signInPages(),
    { name: 'not-found-inside', url: `/qualifications/${draft.id}`, actor: newcomer },
    { name: 'forbidden', url: '/people', actor: reviewer },
    { name: 'notice-email', url: '/notices/confirm/nothing' },
    { name: 'account', url: '/account', actor: newcomer },
    { name: 'account-confirming', url: '/account', actor: (await aRegisteredApplicant()).actor, before: startInviting },
    { name: 'sessions', url: '/account/sessions', actor: newcomer },
    { name: 'own-sign-in', url: '/account/sign-in', actor: newcomer },
    { name: 'own-sign-in-passkey', url: '/account/sign-in', actor: await withPasskey() },
    { name: 'access-cases', url: '/access-cases', actor: reviewer },
    { name: 'access-case', url: `/access-cases/${await anAccessCase()}`, actor: reviewer },
    { name: 'staff-sessions', url: '/staff/sessions', actor: auditor },
    ...(await privacyPages(newcomer)),
    { name: 'account-shared', url: '/account', actor: invited },
    { name: 'qualifications-invited', url: '/qualifications', actor: invited },
    { name: 'qualifications-empty', url: '/qualifications', actor: newcomer },
    { name: 'qualifications', url: '/qualifications', actor: draft.applicant.actor },
    { name: 'qualifications-new', url: '/qualifications/new', actor: newcomer },
    {
      name: 'qualifications-new-organisation',
      url: '/qualifications/new',
      actor: newcomer,
      before: chooseOrganisation,
    },
    { name: 'qualifications-new-outside', url: '/qualifications/new?who=OUTSIDE', actor: newcomer },
    ...draftPages(cases),
    ...(await phonePages()),
    ...(await forwardedPages()),
    ...(await doubtfulPages()),
    ...(await readPages()),
    ...(await testPages()),
    ...(await organisationPages()),
    ...(await failedPages()),
    ...(await connectionPages()),
    ...(await obstaclePages(cases)),
    ...(await longNamePages()),
    ...(await noScriptsPages()),
    ...statusPages(cases),
    ...(await endedPages(staff)),
    ...submittedPages(cases),
    ...reviewPages(staff, cases),
    { name: 'people', url: '/people', actor: await withWaitingChanges(administrator) },
    ...(await peopleInDoubt(administrator)),
    { name: 'people-roles', url: '/people/roles', actor: administrator },
    { name: 'person', url: `/people/${colleague.id}`, actor: administrator },
    ...(await accessPages()),
    ...(await integrationPages(administrator)),
    ...(await webhookPages(administrator)),
    ...(await handoverPages()),
    { name: 'messages', url: '/messages', actor: administrator },
    { name: 'messages-empty', url: '/messages?state=SENDING', actor: administrator },
    ...(await rulesPages(administrator)),
    ...(await retentionPages(administrator, lead, { held: rejected.id, asked: expired })),
    { name: 'overview', url: '/overview', actor: administrator },
    { name: 'overview-tables', url: '/overview', actor: administrator, before: openTables },
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

/** Lists the pages that need no sign-in. */
const publicPages = (): Screen[] => [
  { name: 'home', url: '/' },
  { name: 'prepare-individual', url: '/prepare?who=INDIVIDUAL&id=PASSPORT&purpose=NOTIFICATION' },
  {
    name: 'prepare-organisation',
    url: '/prepare?who=ORGANISATION&type=INDIVIDUAL_BUSINESS&seal=NO&admin=OTHER&use=ON_BEHALF&source=TRADEMARK',
  },
  { name: 'prepare-refused', url: '/prepare?who=OUTSIDE' },
  { name: 'prepare-letter', url: '/prepare/letter?variant=ORGANISATION' },
  { name: 'api-reference', url: '/api-reference' },
  { name: 'register', url: '/register' },
  { name: 'sign-in', url: '/sign-in' },
  { name: 'sign-in-password', url: '/sign-in/password' },
  { name: 'recover-nothing', url: '/recover' },
  { name: 'signed-out', url: '/signed-out' },
  { name: 'staff-sign-in', url: '/staff/sign-in' },
  { name: 'invitation', url: new URL(process.env.E2E_ADMINISTRATOR_LINK ?? '/').pathname },
  { name: 'outbox', url: '/dev/outbox' },
  { name: 'not-found', url: '/nowhere' },
]
