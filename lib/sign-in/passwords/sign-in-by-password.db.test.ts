import { expect, test } from 'vitest'
import { keyOf } from '@/lib/accounts/limits/limiter'
import { database, databaseTime } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { messagesTo } from '@/tests/factories/codes'
import { holdWindows } from '@/tests/factories/guesses'
import { atOneMoment, outcomesOf } from '@/tests/factories/outcomes'
import { anAddress, aPhone, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { readSession } from '../sessions/sessions'
import { hashPassword } from './passwords'
import { signInByPassword } from './sign-in-by-password'

const passwordHash = hashPassword(PASSWORD)

async function withPassword() {
  const person = await aRegisteredApplicant()
  await database().user.update({ where: { id: person.id }, data: { passwordHash: await passwordHash } })
  return person
}

const signIn = (phone: string, password = PASSWORD, device: string | null = null) =>
  signInByPassword({ phone, password, address: anAddress(), device })

test('phone and password are enough in any browser, and the owner is notified', async () => {
  const { id, phone } = await withPassword()
  const { session, device } = await signIn(phone)
  expect(await readSession(session.id)).toMatchObject({ id, assurance: { factors: [{ factor: 'PASSWORD' }] } })
  expect(device.isNew).toBe(true)
  expect((await messagesTo(phone))[0]).toMatchObject({ template: 'NEW_DEVICE' })
})

test('while codes get nobody in, the password does, and the lock stays', async () => {
  const { id, phone } = await withPassword()
  await database().user.update({ where: { id }, data: { lockedAt: await databaseTime(), identityMisses: 5 } })
  await signIn(phone)
  expect((await database().user.findUniqueOrThrow({ where: { id } })).lockedAt).not.toBeNull()
})

test('one answer, after one time, to an unknown number, no password, a wrong one and a disabled person', async () => {
  const [unknown, none, wrong, disabled] = [
    aPhone(),
    await aRegisteredApplicant(),
    await withPassword(),
    await withPassword(),
  ]
  await database().user.update({
    where: { id: disabled.id },
    data: { status: 'DISABLED', disabledAt: await databaseTime() },
  })
  for (const [phone, password] of [
    [unknown, PASSWORD],
    [none.phone, PASSWORD],
    [wrong.phone, `${PASSWORD}!`],
    [disabled.phone, PASSWORD],
  ] as const) {
    const from = performance.now()
    await expect(signIn(phone, password)).rejects.toMatchObject({ code: 'PASSWORD_WRONG', params: {}, subjectId: null })
    expect(performance.now() - from).toBeGreaterThan(290)
  }
  expect(await eventsAbout(wrong.id, 'sign_in.failed')).toMatchObject([
    { data: { factor: 'PASSWORD', because: 'WRONG' } },
  ])
  expect(await eventsAbout(disabled.id, 'sign_in.failed')).toMatchObject([{ data: { because: 'DISABLED' } }])
})

test('guesses at one number slow down, from however many networks', async () => {
  const { phone } = await withPassword()
  const guess = () => signIn(phone, 'not it at all')
  const outcomes = await atOneMoment(() => outcomesOf(Array.from({ length: 8 }, guess)))
  expect(outcomes.filter((outcome) => outcome === 'RATE_LIMITED')).toHaveLength(5)
})

test('while strangers guess, their owner signs in on a browser where they did before, and nobody on another', async () => {
  const [{ id, phone }, other] = [await withPassword(), await withPassword()]
  const [own, others] = [(await signIn(phone)).device.secret, (await signIn(other.phone)).device.secret]
  const guess = () => signIn(phone, 'not it at all')
  await atOneMoment(() => outcomesOf([guess(), guess(), guess()]))
  await holdWindows(await keyOf('phone', phone))
  for (const device of [null, others]) {
    await expect(signIn(phone, PASSWORD, device)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  }
  expect((await signIn(phone, PASSWORD, own)).userId).toBe(id)
})
