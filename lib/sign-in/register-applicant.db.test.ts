import { expect, test } from 'vitest'
import { CONSENT_KEYS, CONSENTS } from '@/lib/accounts/consents/consents'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey, unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, type Tx } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { age, aTicket } from '@/tests/factories/codes'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aPhone } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { openTicket, sealTicket } from './codes/sign-in-codes'
import { registerApplicant } from './register-applicant'
import { readSession } from './sessions/sessions'

const register = (ticket: string) => registerApplicant({ ticket, consents: CONSENT_KEYS, locale: 'en' })
const peopleOf = async (phone: string) =>
  database().user.findMany({
    where: { phoneIndex: await blindIndex('phone', phone) },
    include: { dataKey: true, memberships: true, consents: true },
  })

test('makes a person, their account and what they agreed to, and signs them in', async () => {
  const phone = aPhone()
  const { userId, accountId, session } = await register(await aTicket(phone))

  expect(await readSession(session.id)).toMatchObject({ id: userId, accountIds: [accountId] })
  const [person, ...others] = await peopleOf(phone)
  if (!person?.phoneSealed) throw new Error('Nobody')
  expect(others).toEqual([])
  expect(person).toMatchObject({ id: userId, locale: 'en', status: 'ACTIVE', memberships: [{ accountId }] })
  const place = { table: 'users', column: 'phone_sealed', row: userId }
  expect(open(await unwrapDataKey(person.dataKey), place, person.phoneSealed)).toBe(phone)

  const expected = CONSENTS.map(({ key, version }) => ({ statement: key, textVersion: version, locale: 'en' }))
  expect(person.consents).toHaveLength(expected.length)
  expect(person.consents).toEqual(expect.arrayContaining(expected.map((consent) => expect.objectContaining(consent))))
  const by = { actorKind: 'PERSON', actorId: userId }
  expect(await eventsAbout(accountId)).toMatchObject([{ ...by, action: 'account.registered', data: { userId } }])
  expect(await eventsAbout(userId, 'consent.given')).toMatchObject(
    expected.map((consent) => ({ ...by, data: { accountId, ...consent } })),
  )
  expect(await eventsAbout(userId, 'session.started')).toMatchObject([{ ...by, data: { sessionId: session.id } }])
})

test.each(CONSENT_KEYS)('refuses without %s, and the ticket still holds', async (left) => {
  const ticket = await aTicket(aPhone())
  const consents = CONSENT_KEYS.filter((key) => key !== left)
  await expect(registerApplicant({ ticket, consents, locale: 'en' })).rejects.toMatchObject({ code: 'INCOMPLETE' })
  await register(ticket)
})

test('a ticket holds once', async () => {
  const phone = aPhone()
  const ticket = await aTicket(phone)
  await register(ticket)
  await expect(register(ticket)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect(await peopleOf(phone)).toHaveLength(1)
})

test('a ticket holds for a quarter of an hour', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  const [early, late] = [await aTicket(phone), await aTicket(other)]
  await age(phone, 14 * 60)
  await age(other, 15 * 60)
  await register(early)
  await expect(register(late)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
})

test('a ticket is ours, untouched, for its own code and phone', async () => {
  const [phone, other] = [aPhone(), aPhone()]
  const [ticket, another] = [await aTicket(phone), await aTicket(other)]
  const [id, sealed = ''] = ticket.split('.')
  const [otherId] = another.split('.')
  const flipped = `${id}.${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`
  for (const forged of ['', 'x', `${id}.`, `${otherId}.${sealed}`, flipped, `${ticket}A`]) {
    await expect(register(forged)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  }
  const made = await sealTicket({ codeId: newId(), phone }) // sealed, but no code was ever proved
  await expect(register(made)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
  expect((await openTicket(ticket))?.phone).toBe(phone)
})

test('yields to someone who registers the same phone between its read and its write', async () => {
  const phone = aPhone()
  const ticket = await aTicket(phone)
  const phoneIndex = await blindIndex('phone', phone)
  const someoneElse = async (tx: Tx) => {
    const { id: dataKeyId } = await createDataKey(tx)
    await tx.user.create({ data: { dataKeyId, phoneIndex } })
  }
  await expect(interleaveWith(someoneElse, () => register(ticket))).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await peopleOf(phone)).toMatchObject([{ memberships: [], consents: [] }])
})

test('yields to the ticket being used between its read and its write', async () => {
  const ticket = await aTicket(aPhone())
  const id = ticket.split('.')[0] ?? ''
  const attempt = interleaveWith(
    (tx) =>
      tx.$executeRaw`UPDATE sign_in_codes SET expires_at = clock_timestamp() - interval '1 second' WHERE id = ${id}::uuid`,
    () => register(ticket),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
})

test('of many who prove and register one phone at once, one is made', async () => {
  const phone = aPhone()
  const tickets = [await aTicket(phone)]
  for (const _ of [2, 3]) {
    await age(phone, 61)
    tickets.push(await aTicket(phone))
  }
  const outcomes = await outcomesOf([...tickets, ...tickets].map(register))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  expect(await peopleOf(phone)).toMatchObject([{ memberships: [{}] }])
})
