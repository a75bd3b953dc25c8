import { expect, test } from 'vitest'
import { purgeLimits } from '@/lib/accounts/limits/purge-limits'
import { purgeMemberInvitations } from '@/lib/accounts/members/purge-member-invitations'
import { purgeReveals } from '@/lib/accounts/reveals/count-reveal'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { purgeOutbox } from '@/lib/notifications/outbox/purge-outbox'
import { purgeViews } from '@/lib/qualifications/files/record-view'
import { purgeDossierExports } from '@/lib/reports/dossier/export-dossier'
import { purgeSignInCodes } from '@/lib/sign-in/codes/purge-sign-in-codes'
import { purgeSessions } from '@/lib/sign-in/sessions/purge-sessions'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { purgeInvitedEmails } from '@/lib/staff/invitations/purge-invited-emails'
import { anInvitationTo } from '@/tests/factories/confirmations'
import { anAdministrator, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'

const DAY = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY)
const remaining = async (found: Promise<{ id: string }[]>) => (await found).map(({ id }) => id)

test('messages are deleted after thirty days, codes after one', async () => {
  const to = '+8613900001111'
  const message = async (template: 'SIGN_IN_CODE' | 'SUBMITTED', days: number, state: 'SENT' | 'SENDING' = 'SENT') => {
    const params = template === 'SIGN_IN_CODE' ? { code: '135790', minutes: 5 } : { reference: 'ZX-1' }
    const { id } = await transaction((tx) =>
      enqueueMessage(tx, { channel: 'SMS', template, locale: 'en', to, params } as never),
    )
    await database().outboxMessage.update({ where: { id }, data: { state, createdAt: daysAgo(days) } })
    return id
  }
  await message('SIGN_IN_CODE', 1.1)
  await message('SUBMITTED', 30.1)
  const kept = [
    await message('SIGN_IN_CODE', 0.9),
    await message('SUBMITTED', 29.9),
    await message('SIGN_IN_CODE', 5, 'SENDING'), // first its outcome is recorded
  ]
  await purgeOutbox()
  expect(await remaining(database().outboxMessage.findMany({ orderBy: { id: 'asc' } }))).toEqual(kept)
})

test('codes are deleted after a day, used or not', async () => {
  const code = async (days: number) => {
    const [createdAt, id] = [daysAgo(days), newId()]
    const phoneIndex = Buffer.alloc(32, 1)
    const [codeHash, browserHash] = [Buffer.alloc(32, 2), Buffer.alloc(32, 3)]
    const row = { id, phoneIndex, codeHash, browserHash, createdAt, expiresAt: createdAt }
    await database().signInCode.create({ data: row })
    return id
  }
  await code(1.1)
  const kept = await code(0.9)
  await purgeSignInCodes()
  expect(await remaining(database().signInCode.findMany())).toEqual([kept])
})

test('sessions are deleted half a year after their end', async () => {
  await database().session.deleteMany()
  const { actor } = await aRegisteredApplicant()
  const alive = await remaining(database().session.findMany())
  const [far, long] = [new Date(Date.now() + DAY), daysAgo(181)]
  const session = async (ends: { endsAt: Date; idleEndsAt: Date; endedAt: Date | null }) => {
    const data = { id: newId(), userId: actor.id, audience: 'APPLICANT' as const, factors: [], createdAt: daysAgo(300) }
    return (await database().session.create({ data: { ...data, ...ends } })).id
  }
  await session({ endsAt: long, idleEndsAt: far, endedAt: null })
  await session({ endsAt: far, idleEndsAt: long, endedAt: null })
  await session({ endsAt: far, idleEndsAt: far, endedAt: long })
  const recent = await session({ endsAt: daysAgo(179), idleEndsAt: far, endedAt: daysAgo(179) })
  await purgeSessions()
  expect((await remaining(database().session.findMany())).sort()).toEqual([...alive, recent].sort())
})

test('counts of limits are deleted an hour after their time, unless an act is counted there now', async () => {
  const [over, recent, counted] = [newId(), newId(), newId()]
  const [HOUR, now] = [3_600_000, Date.now()]
  const rows = [over, counted].map((key) => ({ key, points: 1, expire: now - 1.1 * HOUR }))
  await database().rateLimit.createMany({ data: [...rows, { key: recent, points: 1, expire: now - 0.9 * HOUR }] })
  await transaction(async (tx) => {
    await tx.rateLimit.update({ where: { key: counted }, data: { points: 2 } })
    await purgeLimits()
  })
  const left = await database().rateLimit.findMany({ where: { key: { in: [over, recent, counted] } } })
  expect(left.map(({ key }) => key).sort()).toEqual([recent, counted].sort())
})

test('notes of views and exports are deleted after a day', async () => {
  const view = async (days: number) => {
    const [fileId, at] = [newId(), daysAgo(days)]
    const about = { sessionId: newId(), qualificationId: newId(), fileId, variant: 'RENDITION' as const, page: 0 }
    await database().documentView.create({ data: { ...about, at } })
    return fileId
  }
  await view(1.1)
  const kept = await view(0.9)
  const taken = async (days: number) => {
    const about = { sessionId: newId(), qualificationId: newId(), fileId: newId(), endsAt: daysAgo(days) }
    return (await database().documentExport.create({ data: about })).id
  }
  await taken(1.1)
  const keptExport = await taken(0.9)
  const dossier = async (days: number) => {
    const about = { sessionId: newId(), qualificationId: newId(), locale: 'en', isMasked: true }
    const times = { at: daysAgo(days), endsAt: daysAgo(days) }
    return (await database().dossierExport.create({ data: { ...about, ...times } })).id
  }
  await dossier(1.1)
  const keptDossier = await dossier(0.9)
  await purgeViews()
  await purgeDossierExports()
  expect(await remaining(database().dossierExport.findMany())).toEqual([keptDossier])
  expect(await remaining(database().documentExport.findMany())).toEqual([keptExport])
  expect((await database().documentView.findMany()).map(({ fileId }) => fileId)).toEqual([kept])
})

test('counted reveals are deleted after a day', async () => {
  const reveal = async (days: number) => {
    const data = { personId: newId(), kind: 'SEARCH' as const, at: daysAgo(days) }
    await database().revealAlert.create({ data: { personId: data.personId, at: data.at } })
    return (await database().countedReveal.create({ data })).id
  }
  const [gone, kept] = [await reveal(1.1), await reveal(0.9)]
  await purgeReveals()
  const left = await database().countedReveal.findMany({ where: { id: { in: [gone, kept] } } })
  expect(left.map(({ id }) => id)).toEqual([kept])
  expect(await database().revealAlert.count({ where: { at: { lt: daysAgo(1) } } })).toBe(0)
})

test('invitations into an account are deleted a month after they ended, with the key of their number', async () => {
  const { actor, accountId } = await aRegisteredApplicant()
  const invitation = async (at: { expiresAt?: Date; declinedAt?: Date }) => {
    const { id } = await anInvitationTo(actor, { accountId, phone: aPhone() })
    return database().memberInvitation.update({ where: { id }, data: at })
  }
  const gone = [await invitation({ expiresAt: daysAgo(30.1) }), await invitation({ declinedAt: daysAgo(30.1) })]
  const kept = [await invitation({}), await invitation({ expiresAt: daysAgo(29.9) })]
  await purgeMemberInvitations()
  const keyOf = ({ dataKeyId }: { dataKeyId: string }) => dataKeyId
  const keys = { where: { id: { in: [...gone, ...kept].map(keyOf) } }, orderBy: { id: 'asc' } } as const
  expect((await remaining(database().memberInvitation.findMany())).toSorted()).toEqual(
    kept.map(({ id }) => id).toSorted(),
  )
  expect(await remaining(database().dataKey.findMany(keys))).toEqual(kept.map(keyOf).toSorted())
})

test('the address that a link was mailed to is deleted when the link has expired', async () => {
  const administrator = await anAdministrator()
  const [over, open] = [
    await inviteStaff(administrator, { roles: ['REVIEWER'], email: anEmail() }),
    await inviteStaff(administrator, { roles: ['REVIEWER'], email: anEmail() }),
  ]
  await database().invitation.update({ where: { id: over.id }, data: { expiresAt: daysAgo(0.1) } })
  await purgeInvitedEmails()
  const withEmail = database().invitation.findMany({ where: { emailSealed: { not: null } } })
  expect(await remaining(withEmail)).toEqual([open.id])
})
