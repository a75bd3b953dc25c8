import { expect, test } from 'vitest'
import { declineMemberInvitation } from '@/lib/accounts/members/answer-member-invitation'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { savePhrase } from '@/lib/review/phrases/save-phrase'
import { createAccessLink } from '@/lib/sign-in/access-links'
import { anApiKey } from '@/tests/factories/api-keys'
import { aCode } from '@/tests/factories/codes'
import { anInvitationTo } from '@/tests/factories/confirmations'
import { anIncompleteSession, withPasskey, withTotp } from '@/tests/factories/factors'
import { aHandover } from '@/tests/factories/handovers'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { erasePerson } from './erase-person'
import { settleErased } from './settle-erased'

type Person = Awaited<ReturnType<typeof aRegisteredApplicant>>

/**
 * Returns a person with everything that can be stored about one, including ways to sign in: also staff, and a member
 * who invited somebody and was handed over.
 */
async function aFullPerson(): Promise<Person> {
  const person = await aRegisteredApplicant()
  const { id: userId, actor, accountId, phone } = person
  await database().roleGrant.create({ data: { userId, role: 'REVIEWER' } })
  const staff = await withTotp((await withPasskey(await anIncompleteSession(userId))).actor)
  await savePhrase(staff.actor, { text: '第二个字看不清' })
  await aHandover({ of: person })
  await transaction((tx) => createAccessLink(tx, { userId, kind: 'PASSWORD' }))
  await anInvitationTo(actor, { accountId, phone: aPhone() })
  await aCode(phone)
  return person
}

async function leftOf({ id: userId, phone }: Person) {
  const where = { userId }
  return {
    passkeys: await database().passkey.count({ where }),
    secrets: await database().totpSecret.count({ where }),
    recoveryCodes: await database().recoveryCode.count({ where }),
    links: await database().accessLink.count({ where }),
    devices: await database().knownDevice.count({ where }),
    phrases: await database().savedPhrase.count({ where: { ownerId: userId } }),
    handovers: await database().handover.count({ where }),
    memberships: await database().membership.count({ where }),
    consents: await database().consent.count({ where: { userId, withdrawnAt: null } }),
    invitations: await database().memberInvitation.count({ where: { invitedById: userId, revokedAt: null } }),
    codes: await database().signInCode.count({ where: { phoneIndex: await blindIndex('phone', phone) } }),
  }
}

const ALL = {
  ...{ passkeys: 1, secrets: 1, recoveryCodes: 10, links: 1, devices: 2, phrases: 1, handovers: 1 },
  ...{ memberships: 1, consents: 4, invitations: 1, codes: 1 },
}
const NOTHING = Object.fromEntries(Object.keys(ALL).map((what) => [what, 0]))

async function erase({ id: userId, accountId, actor }: Person) {
  const request = { accountId, requestedById: userId, state: 'DONE' as const, obstacles: [] }
  const { id: requestId } = await database().erasureRequest.create({ data: request })
  return transaction((tx) => erasePerson(tx, actor, { userId, accountId, requestId }))
}

test('all that is known of someone goes, once, and nothing of anybody else', async () => {
  const [one, other] = [await aFullPerson(), await aFullPerson()]
  expect(await leftOf(one)).toEqual(ALL)
  await erase(one)
  expect(await leftOf(one)).toEqual(NOTHING)
  expect(await leftOf(other)).toEqual(ALL)
  await expect(erase(one)).rejects.toMatchObject({ code: 'CONFLICT' })
})

test('a consent that was withdrawn before was over then, and an invitation that was declined is not revoked', async () => {
  const [person, invited] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { accountId, actor } = person
  const { id: invitationId } = await anInvitationTo(actor, { accountId, phone: invited.phone })
  await declineMemberInvitation(invited.actor, { invitationId })
  const { id } = await database().consent.findFirstOrThrow({ where: { userId: person.id } })
  const withdrawnAt = new Date(Date.now() - 60_000)
  await database().consent.update({ where: { id }, data: { withdrawnAt } })
  await erase(person)
  expect(await database().consent.findUniqueOrThrow({ where: { id } })).toMatchObject({ withdrawnAt })
  const invitation = await database().memberInvitation.findUniqueOrThrow({ where: { id: invitationId } })
  expect(invitation).toMatchObject({ declinedAt: expect.any(Date), revokedAt: null })
})

test('what the platform attested for their account ends, and its record is removed; of others it stays', async () => {
  const [one, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { id: attestedByKeyId } = await anApiKey()
  const attested = {
    attestedByKeyId,
    agreedAt: new Date(0),
    means: 'APP_SCREEN',
    textVersion: '1',
    locale: 'en',
  } as const
  const before = new Date(Date.now() - 60_000)
  for (const { accountId } of [one, other]) {
    await database().consent.createMany({
      data: [
        { ...attested, accountId, statement: 'PERSONAL_INFORMATION', recordReference: 'screens/1' },
        { ...attested, accountId, statement: 'PROVISION_TO_CARRIERS', recordSha256: new Uint8Array(32) },
        { ...attested, accountId, statement: 'PROVISION_TO_CARRIERS', recordReference: 'x', withdrawnAt: before },
      ],
    })
  }
  await erase(one)
  const left = ({ accountId }: Person) =>
    database().consent.findMany({ where: { accountId, attestedByKeyId }, orderBy: { withdrawnAt: 'asc' } })
  const gone = { recordReference: null, recordSha256: null, withdrawnAt: expect.any(Date) }
  expect(await left(one)).toMatchObject([{ ...gone, withdrawnAt: before }, gone, gone])
  expect((await left(other)).filter(({ withdrawnAt }) => withdrawnAt === null)).toHaveLength(2)
  expect((await left(other)).filter((row) => row.recordReference ?? row.recordSha256)).toHaveLength(3)
})

test('after a restore who was erased is out again, and nobody else is', async () => {
  const [one, other] = [await aFullPerson(), await aFullPerson()]
  await transaction((tx) => settleErased(tx, { qualificationIds: [], userIds: [one.id] }))
  expect(await leftOf(one)).toEqual({ ...NOTHING, invitations: 1 })
  expect(await leftOf(other)).toEqual(ALL)
})
