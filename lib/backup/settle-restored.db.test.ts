import { beforeEach, expect, test } from 'vitest'
import { newToken } from '@/lib/accounts/link-token'
import { acceptMemberInvitation } from '@/lib/accounts/members/answer-member-invitation'
import { confirmNoticeEmail } from '@/lib/accounts/notices/confirm-notice-email'
import { setNoticeEmail } from '@/lib/accounts/notices/set-notice-email'
import { database, transaction } from '@/lib/db/client'
import { enterHandover } from '@/lib/integrations/handovers/enter-handover'
import { bindPhone } from '@/lib/qualifications/phone/bind-phone'
import { openLetterLink } from '@/lib/qualifications/phone/open-letter-link'
import { readPhone } from '@/lib/qualifications/phone/read-phone'
import { openExport } from '@/lib/reports/exports/open-export'
import { runNextExport } from '@/lib/reports/exports/run-exports'
import { anAdministrator, requestLong } from '@/lib/reports/exports/testing/requests'
import { takeEffect } from '@/lib/review/decisions/take-effect'
import { createAccessLink, findAccessLink } from '@/lib/sign-in/access-links'
import { verifySignInCode } from '@/lib/sign-in/codes/verify-sign-in-code'
import { offerTotp } from '@/lib/sign-in/factors/set-up-totp'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { completeRemovals } from '@/lib/staff/complete-removals'
import { disableStaff } from '@/lib/staff/disable-staff'
import { acceptInvitation } from '@/lib/staff/invitations/accept-invitation'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { blobStore } from '@/lib/storage/blob-store'
import { endItsTime, waitingChangeOf } from '@/tests/factories/access-changes'
import { aCode, BROWSER } from '@/tests/factories/codes'
import { anInvitationTo, CONFIRMED } from '@/tests/factories/confirmations'
import { anIncompleteSession } from '@/tests/factories/factors'
import { aHandover, press } from '@/tests/factories/handovers'
import { aLetterLink } from '@/tests/factories/letter-links'
import {
  aColleague,
  anAddress,
  anEmail,
  aPhone,
  aRegisteredApplicant,
  aSession,
  PASSWORD,
} from '@/tests/factories/people'
import { aBoundPhone, aDraftOfSomebody, aPhoneLink } from '@/tests/factories/phones'
import { endedOf, settle } from '@/tests/factories/restored'
import { aSentDecision, makeDue, pendingOf } from '@/tests/factories/sent'

const tokenIn = (url: string) => url.split('/').at(-1) ?? ''

beforeEach(async () => {
  await settle() // what other tests left
})

test('a removal that waits does not become final, though its time is over', async () => {
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  const [first, second] = [await aColleague({ roles: ['ADMIN'] }), await aColleague({ roles: ['ADMIN'] })]
  expect(await disableStaff(first.actor, { userId: second.id })).toEqual({ waits: true })
  const { id } = await waitingChangeOf(second.id)
  await endItsTime(id)

  expect(endedOf(await settle(), 'accessChanges')).toEqual([id])

  expect(await completeRemovals()).toBe(0)
  expect((await database().user.findUniqueOrThrow({ where: { id: second.id } })).status).toBe('ACTIVE')
  expect(await database().accessChange.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'REFUSED',
    decidedById: null,
    decidedAt: expect.any(Date),
  })
})

test('an invitation of a member can’t be accepted', async () => {
  const { actor, accountId } = await aRegisteredApplicant()
  const phone = aPhone()
  const invited = await aRegisteredApplicant({ phone })
  const { id: invitationId } = await anInvitationTo(actor, { accountId, phone })

  expect(endedOf(await settle(), 'memberInvitations')).toEqual([invitationId])

  const again = await aSession(invited.id, 'APPLICANT')
  const accepting = acceptMemberInvitation(again, { invitationId }, CONFIRMED)
  await expect(accepting).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await database().membership.count({ where: { accountId } })).toBe(1)
})

test('an invitation of staff, and a link for a new password, open nothing', async () => {
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  const invitation = await inviteStaff(actor, { roles: ['REVIEWER'] })
  const forgetful = await aColleague()
  const link = await transaction((tx) => createAccessLink(tx, { userId: forgetful.id, kind: 'PASSWORD' }))

  const ended = await settle()

  expect([endedOf(ended, 'invitations'), endedOf(ended, 'accessLinks')]).toEqual([[invitation.id], [link.id]])
  const person = { name: '新人', email: anEmail(), password: PASSWORD, address: anAddress() }
  await expect(acceptInvitation({ token: tokenIn(invitation.url), ...person })).rejects.toMatchObject({
    code: 'LINK_INVALID',
  })
  expect(await findAccessLink(database(), tokenIn(link.url))).toBeNull()
})

test('everyone is signed out, no browser is known, and neither a code nor a challenge works', async () => {
  const { actor, phone, id: userId } = await aRegisteredApplicant()
  const code = await aCode(phone)
  await database().knownDevice.create({ data: { userId, secretHash: Buffer.alloc(32, 1) } })
  const colleague = await aColleague()
  await offerTotp(await anIncompleteSession(colleague.id))

  const ended = await settle()

  expect(endedOf(ended, 'sessions')).toContain(actor.sessionId)
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(endedOf(ended, 'codes')).toHaveLength(1)
  const tried = verifySignInCode({ phone, code, address: anAddress(), browser: BROWSER })
  await expect(tried).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect([endedOf(ended, 'devices').length, endedOf(ended, 'challenges').length]).toEqual([1, 1])
  expect([await database().knownDevice.count(), await database().factorChallenge.count()]).toEqual([0, 0])
})

test('a phone, a link to one, and a link to a letter lead nowhere', async () => {
  const [one, other, third] = [await aDraftOfSomebody(), await aDraftOfSomebody(), await aDraftOfSomebody()]
  const bound = await aBoundPhone(one.applicant, one.qualificationId)
  const unbound = await aPhoneLink(other.applicant, other.qualificationId)
  const letter = await aLetterLink(third.applicant, third.qualificationId)

  expect(endedOf(await settle(), 'phones')).toHaveLength(3)

  expect(await readPhone(bound.secret)).not.toHaveProperty('phone')
  await expect(bindPhone({ token: unbound.token, address: anAddress() })).rejects.toThrow()
  await expect(openLetterLink({ token: letter.token, code: letter.code, address: anAddress() })).rejects.toThrow()
})

test('a link that would confirm an address for notices confirms none', async () => {
  const { id, actor } = await aRegisteredApplicant()
  await setNoticeEmail(actor, { email: anEmail() }, CONFIRMED)
  const { token, hash } = newToken()
  await database().user.update({ where: { id }, data: { noticeEmailTokenHash: hash } })

  expect(endedOf(await settle(), 'noticeLinks')).toEqual([id])

  await expect(confirmNoticeEmail({ token, address: anAddress() })).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await database().user.findUniqueOrThrow({ where: { id } })).toMatchObject({
    noticeEmailConfirmedAt: null,
    noticeEmailTokenHash: null,
    noticeEmailTokenEndsAt: null,
  })
})

test('a hand-over that was made, or whose button was pressed, lets nobody in', async () => {
  const customer = await aRegisteredApplicant()
  const [made, pressed] = [await aHandover(), await aHandover({ of: customer })]
  const { secret } = await press(pressed.token)

  expect([...endedOf(await settle(), 'handovers')].sort()).toEqual([made.id, pressed.id].sort())

  await expect(press(made.token)).rejects.toThrow()
  expect(await enterHandover(await aSession(customer.id, 'APPLICANT'), secret)).toBeNull()
  await expect(press(pressed.token)).rejects.toThrow()
})

test('a decision that could still be undone does not take effect: its reviewer has the case', async () => {
  const { id, reviewer } = await aSentDecision()
  await makeDue(id)

  expect(endedOf(await settle(), 'decisions')).toEqual([id])

  await takeEffect()
  expect(await pendingOf(id)).toBeNull()
  expect(await database().qualification.findUniqueOrThrow({ where: { id } })).toMatchObject({
    status: 'IN_REVIEW',
    reviewerId: reviewer.id,
  })
})

test('the event has how many of each kind were ended, without lists that are lost: their removal is no event', async () => {
  await aRegisteredApplicant()
  const ended = (await settle()).filter(({ kind }) => kind !== 'lostExports')
  const event = await database().auditEvent.findFirstOrThrow({
    where: { action: 'backup.restored' },
    orderBy: { at: 'desc' },
  })
  expect(event).toMatchObject({
    version: 3,
    data: Object.fromEntries(ended.map(({ kind, ids }) => [kind, ids.length])),
  })
})

test('a list whose file is not in the store is removed; another one opens as before', async () => {
  const admin = await anAdministrator()
  const [lost, there] = [await requestLong(admin, { actor: admin.id }), await requestLong(admin, { actor: admin.id })]
  while (await runNextExport());
  const { blobId, dataKeyId } = await database().export.findUniqueOrThrow({ where: { id: lost } })
  await blobStore().remove(blobId ?? '') // a store that the backup was restored into has documents alone

  expect(endedOf(await settle(), 'lostExports')).toEqual([lost])

  await expect(openExport(admin, { exportId: lost })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await database().export.findUniqueOrThrow({ where: { id: lost } })).toMatchObject({
    state: 'REMOVED',
    blobId: null,
  })
  expect((await database().dataKey.findUniqueOrThrow({ where: { id: dataKeyId ?? '' } })).wrapped).toHaveLength(0)
  expect((await openExport(admin, { exportId: there })).size).toBeGreaterThan(0)
})
