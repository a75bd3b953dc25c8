import { randomBytes, randomInt } from 'node:crypto'
import { sealPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import type { Audience, StaffRole } from '@/lib/db/generated/enums'
import { hashPassword } from '@/lib/sign-in/passwords/passwords'
import { readSession, startSession } from '@/lib/sign-in/sessions/sessions'
import { agreeToAll } from './consents'

/** People are new for each test, so that tests share a database without sharing people or limits. */
let phones = randomInt(100_000_000)
export const aPhone = () => `+86139${String(phones++ % 100_000_000).padStart(8, '0')}`
export const anEmail = () => `${randomBytes(6).toString('hex')}@example.com`
export const anAddress = () => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`

export const PASSWORD = '石榴 Trombone 七月 velvet'
let passwordHash: Promise<string> | undefined

type Colleague = { roles?: StaffRole[]; name?: string; email?: string }

/** Creates a member of staff with e-mail, password and an open session. */
export async function aColleague({ roles = ['REVIEWER'], name = '同事甲', email = anEmail() }: Colleague = {}) {
  passwordHash ??= hashPassword(PASSWORD)
  const hash = await passwordHash
  const emailIndex = await blindIndex('email', email)
  const id = newId()
  await transaction(async (tx) => {
    const { id: dataKeyId, key } = await createDataKey(tx)
    await tx.user.create({
      data: {
        id,
        dataKeyId,
        nameSealed: sealPersonField(key, id, 'name_sealed', name),
        emailSealed: sealPersonField(key, id, 'email_sealed', email),
        emailIndex,
        passwordHash: hash,
        roles: { create: roles.map((role) => ({ role })) },
      },
    })
  })
  return { id, name, email, actor: await aSession(id, 'STAFF') }
}

/** Returns the actor of a member of staff. */
export const anAdministrator = async (): Promise<PersonActor> => (await aColleague({ roles: ['ADMIN'] })).actor

/** Registers a person by phone, with an account and an open session. */
export async function aRegisteredApplicant({ phone = aPhone() }: { phone?: string } = {}) {
  const phoneIndex = await blindIndex('phone', phone)
  const id = newId()
  const accountId = await transaction(async (tx) => {
    const { id: dataKeyId, key } = await createDataKey(tx)
    const phoneSealed = sealPersonField(key, id, 'phone_sealed', phone)
    await tx.user.create({ data: { id, dataKeyId, phoneSealed, phoneIndex, locale: 'zh-CN' } })
    const account = await tx.account.create({ data: { members: { create: { userId: id } } } })
    await agreeToAll(tx, id, account.id)
    return account.id
  })
  return { id, phone, accountId, actor: await aSession(id, 'APPLICANT') }
}

/** Starts a new session of a person and returns its actor. */
export async function aSession(userId: string, audience: Audience): Promise<PersonActor> {
  const factors = audience === 'STAFF' ? (['PASSWORD', 'TOTP'] as const) : (['SMS_CODE'] as const)
  const session = await transaction((tx) => startSession(tx, { userId, audience, factors }))
  const actor = session && (await readSession(session.id))
  if (!actor) throw new Error('The session is not live')
  return actor
}

/** Registers a person who also belongs to another's account. */
export async function aMemberOf(accountId: string) {
  const { id, phone, accountId: ownAccountId } = await aRegisteredApplicant()
  await database().membership.create({ data: { accountId, userId: id } })
  return { id, phone, ownAccountId, actor: await aSession(id, 'APPLICANT') }
}
