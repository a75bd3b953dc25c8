import { beforeEach, expect, test } from 'vitest'
import { lockAdministrators } from '@/lib/accounts/administrators'
import { tokenHash } from '@/lib/accounts/link-token'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anAdministrator, anEmail, PASSWORD } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { acceptInvitation } from './invitations/accept-invitation'
import { createInvitation } from './invitations/invitation-link'
import { issueFirstAdministratorLink } from './issue-first-administrator-link'

const tokenOf = (url: string | null) => url?.split('/').at(-1) ?? ''
const accept = (token: string) =>
  acceptInvitation({ token, name: '韩梅梅', email: anEmail(), password: PASSWORD, address: anAddress() })
const administrators = () => database().roleGrant.count({ where: { role: 'ADMIN' } })

/** A fresh machine has no administrator. */
beforeEach(() => database().roleGrant.deleteMany({ where: { role: 'ADMIN' } }))

test('the link of the first start makes the first administrator, once', async () => {
  const { url } = await issueFirstAdministratorLink()
  expect(url).toMatch(/^http:\/\/localhost:3000\/invitations\/[\w-]{43}$/)
  const { id } = await database().invitation.findUniqueOrThrow({ where: { tokenHash: tokenHash(tokenOf(url)) } })
  expect(await eventsAbout(id)).toMatchObject([
    { actorKind: 'SYSTEM', actorId: null, action: 'first_administrator.link_issued' },
  ])

  const { userId } = await accept(tokenOf(url))
  expect(await database().roleGrant.findMany({ where: { userId } })).toMatchObject([{ role: 'ADMIN' }])
  expect(await issueFirstAdministratorLink()).toEqual({ url: null })
  await expect(accept(tokenOf(url))).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('the link of a new start ends the one before', async () => {
  const [first, second] = [await issueFirstAdministratorLink(), await issueFirstAdministratorLink()]
  await expect(accept(tokenOf(first.url))).rejects.toMatchObject({ code: 'LINK_INVALID' })
  await accept(tokenOf(second.url))
})

test('the link ends when someone becomes administrator by another way', async () => {
  const { url } = await issueFirstAdministratorLink()
  await anAdministrator()
  await expect(accept(tokenOf(url))).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await administrators()).toBe(1)
})

test('yields to someone who becomes administrator between its read and its write', async () => {
  const { url } = await issueFirstAdministratorLink()
  const { id } = await aColleague({ roles: ['AUDITOR'] })
  const attempt = interleaveWith(
    async (tx) => {
      await lockAdministrators(tx)
      await tx.roleGrant.create({ data: { userId: id, role: 'ADMIN' } })
    },
    () => accept(tokenOf(url)),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await administrators()).toBe(1)
})

test('waits for another start in progress, and revokes its link', async () => {
  let earlier = ''
  const { url } = await interleaveWith(async (tx) => {
    await lockAdministrators(tx)
    const invitation = await createInvitation(tx, { kind: 'FIRST_ADMINISTRATOR', roles: ['ADMIN'], invitedById: null })
    earlier = invitation.url
  }, issueFirstAdministratorLink)
  await expect(accept(tokenOf(earlier))).rejects.toMatchObject({ code: 'LINK_INVALID' })
  await accept(tokenOf(url))
})

test('of two starts at once, the link of one holds, and of many who use it, one joins', async () => {
  const links = await Promise.all([issueFirstAdministratorLink(), issueFirstAdministratorLink()])
  const outcomes = await outcomesOf([...links, ...links].map(({ url }) => accept(tokenOf(url))))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  expect(await administrators()).toBe(1)
})
