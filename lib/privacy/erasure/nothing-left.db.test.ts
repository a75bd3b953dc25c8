import { expect, test } from 'vitest'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, transaction } from '@/lib/db/client'
import { putAccount } from '@/lib/integrations/accounts/put-account'
import { aClient } from '@/tests/factories/api-keys'
import { aCodeFor, age, BROWSER } from '@/tests/factories/codes'
import { aHandover, press, RETURN_URL } from '@/tests/factories/handovers'
import { submit } from '@/tests/factories/journey'
import { aMemberOf, anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY, USE } from '@/tests/factories/qualifications'
import { requestErasure } from './request-erasure'
import { settleErased } from './settle-erased'

/** Returns the tables with a row in which one of these texts is. */
async function tablesWith(texts: readonly string[]): Promise<string[]> {
  const tables = await database().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name`
  const found: string[] = []
  for (const { name } of tables) {
    const [{ isThere } = { isThere: true }] = await database().$queryRawUnsafe<{ isThere: boolean }[]>(
      `SELECT EXISTS (
        SELECT FROM "${name}" t CROSS JOIN LATERAL to_jsonb(t) j, unnest($1::text[]) u(text) WHERE strpos(j::text, u.text) > 0
      ) AS "isThere"`,
      texts,
    )
    if (isThere) found.push(name)
  }
  return found
}

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** Makes a customer of the platform, who was handed over, signed in by single sign-on as well, and applied. */
async function aCustomer() {
  const person = await aRegisteredApplicant()
  const { id: userId, accountId, phone } = person
  const name = `customer-${crypto.randomUUID()}`
  const externalRef = `${name}@example.cn`
  await putAccount(await aClient({ scopes: ['ACCOUNTS_WRITE'] }), { externalRef, account: accountId })
  const { token } = await aHandover({ of: person, vouch: true, returnUrl: `${RETURN_URL}?customer=${name}` })
  await press(token)
  const ssoIndex = await blindIndex('sso', name)
  await database().user.update({ where: { id: userId }, data: { ssoIndex } })
  const { id } = await aReadyDraft({ applicant: { ...person.actor, accountId } })
  await submit(person.actor, id)
  const { phoneIndex } = await database().user.findUniqueOrThrow({ where: { id: userId } })
  const texts = [phone, phone.slice(3), name, IDENTITY['person.name'], IDENTITY['person.idNumber'], USE['use.audience']]
  return { person, externalRef, texts: [...texts, ...[phoneIndex ?? ssoIndex, ssoIndex].map(hexOf)] }
}

test('no table says who an erased customer of the platform was, and the platform may bring them again', async () => {
  const { person, externalRef, texts } = await aCustomer()
  const { actor, accountId, phone } = person
  expect(await tablesWith(texts)).toEqual(['accounts', 'declared_fields', 'handovers', 'users'])
  await age(phone, 24 * 60 * 60)
  const code = await aCodeFor({ actor, phone }, 'ERASURE')
  const asked = { accountId, qualificationId: null, code }
  expect(await requestErasure(actor, asked, { address: anAddress(), browser: BROWSER })).toMatchObject({
    state: 'DONE',
  })
  expect(await tablesWith(texts)).toEqual([])
  const again = await putAccount(await aClient({ scopes: ['ACCOUNTS_WRITE'] }), { externalRef })
  expect(again).toMatchObject({ isNew: true, members: 0 })
  expect(again.id).not.toBe(accountId)
})

test('after a restore it is removed again, and the account of others stays the platform’s', async () => {
  const [{ person, texts }, other] = [await aCustomer(), await aCustomer()]
  await aMemberOf(other.person.accountId)
  const userIds = [person.id, other.person.id]
  await transaction((tx) => settleErased(tx, { qualificationIds: [], userIds }))
  expect(await tablesWith(texts.filter((text) => text.startsWith('customer-')))).toEqual([])
  const { externalRef } = await database().account.findUniqueOrThrow({ where: { id: other.person.accountId } })
  expect(externalRef).toBe(other.externalRef)
})
