import { createHash, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { canonicalEntry } from '@/lib/audit/entry'
import { recordAudit } from '@/lib/audit/record'
import { database, transaction } from '@/lib/db/client'
import { ApiScope } from '@/lib/db/generated/enums'
import { asOwner } from '@/lib/db/owner'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { renewQualification } from '@/lib/qualifications/draft/renew-qualification'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { aClient, anApiKey } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { anAdministrator, aPhone } from '@/tests/factories/people'
import { anApplicant } from '@/tests/factories/review'
import { anApprovedSender, fileWith } from '@/tests/factories/senders'
import { anEndpoint } from '@/tests/factories/webhooks'
import { putAccount } from './accounts/put-account'
import { listApplications } from './applications/list-applications'
import { readApplication } from './applications/read-application'
import { readEvaluations } from './applications/read-evaluations'
import { listSenders } from './changes/list-senders'
import { readChanges } from './changes/read-changes'
import { createApiKey } from './create-api-key'
import { checkSenders } from './gate/check-senders'
import { createHandover } from './handovers/create-handover'
import { addReturnAddress } from './return-addresses/add-return-address'
import { CreateApiKeyInput } from './schemas'

const scopes = Object.values(ApiScope)
const FORM = { name: '控制台', scopes: 'SENDERS_CHECK', days: '90' }

/** Makes a sender that the gate knows, of a test account: nobody but a test key finds it. */
async function aTestSender() {
  const sender = await anApprovedSender()
  const applicant = await anApplicant({ isTest: true })
  const move = 'UPDATE qualifications SET account_id = $1 WHERE id = $2'
  await asOwner((client) => client.query(move, [applicant.accountId, sender.id]))
  return { ...sender, applicant, check: { ...sender.check, account: applicant.accountId } }
}

test('a key is for test accounts or for all others, which its text and its row say', async () => {
  const administrator = await anAdministrator()
  for (const [isTest, prefix] of [
    ['true', 'zx_test_'],
    ['false', 'zx_live_'],
  ] as const) {
    const { id, secret } = await createApiKey(administrator, CreateApiKeyInput.parse({ ...FORM, isTest }))
    expect(secret.startsWith(prefix)).toBe(true)
    expect(await database().apiKey.findUniqueOrThrow({ where: { id } })).toMatchObject({ isTest: isTest === 'true' })
    expect(await eventsAbout(id)).toMatchObject([{ isTest: isTest === 'true' }])
  }
  const { accountId } = await anApplicant()
  const { accountId: testId } = await anApplicant({ isTest: true })
  for (const [given, isTest] of [
    [accountId, 'true'],
    [testId, 'false'],
  ] as const) {
    const input = CreateApiKeyInput.parse({ ...FORM, isTest, accountId: given })
    await expect(createApiKey(administrator, input)).rejects.toMatchObject({ params: { problem: 'ACCOUNT_UNKNOWN' } })
  }
})

test('whether something is a test never changes', async () => {
  const { accountId } = await anApplicant()
  const { id: keyId } = await anApiKey()
  const { id: endpointId } = await anEndpoint()
  const data = { isTest: true }
  await expect(database().account.update({ where: { id: accountId }, data })).rejects.toThrow('never changes')
  await expect(database().apiKey.update({ where: { id: keyId }, data })).rejects.toThrow('never changes')
  await expect(database().webhookEndpoint.update({ where: { id: endpointId }, data })).rejects.toThrow('never changes')
})

test('a test key makes test accounts, and neither kind of key finds the accounts of the other', async () => {
  const keys = [await aClient({ scopes }), await aClient({ scopes, isTest: true })] as const
  for (const [own, other] of [keys, [keys[1], keys[0]] as const]) {
    const externalRef = randomUUID()
    const made = await putAccount(own, { externalRef })
    expect(await database().account.findUnique({ where: { id: made.id } })).toMatchObject({ isTest: own.isTest })
    expect(await putAccount(own, { externalRef })).toMatchObject({ id: made.id, isNew: false })
    const same = await putAccount(other, { externalRef })
    expect([same.isNew, same.id === made.id]).toEqual([true, false])
    const given = { externalRef: randomUUID(), account: made.id }
    await expect(putAccount(other, given)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await eventsAbout(made.id)).toMatchObject([{ action: 'account.made', isTest: own.isTest }])
  }
})

test.each([false, true])(
  'a qualification of one kind is none for a key of the other (test key: %s)',
  async (isTest) => {
    const client = await aClient({ scopes, isTest })
    const applicant = await anApplicant({ isTest: !isTest })
    const { id } = await createQualification(applicant, { kind: 'INDIVIDUAL' })
    expect(await readApplication(client, id)).toBeNull()
    const { accountId } = applicant
    expect(
      await listApplications(client, { account: accountId, status: undefined, limit: undefined, after: undefined }),
    ).toEqual({ qualifications: [], next: null })
    const calls = [
      () => createQualification(client, { accountId, kind: 'INDIVIDUAL' }),
      () => createQualification(client, { accountId, kind: 'INDIVIDUAL', from: id }),
      () => readEvaluations(client, id),
      () => withdrawQualification(client, { qualificationId: id }),
      () => renewQualification(client, { qualificationId: id }),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await readApplication(await aClient({ scopes, isTest: !isTest }), id)).toMatchObject({ id })
  },
)

test('the gate answers each kind of key about its own accounts alone', async () => {
  const [live, tested] = [await anApprovedSender(), await aTestSender()]
  for (const isTest of [false, true]) {
    const { secret } = await anApiKey({ isTest })
    const hash = createHash('sha256').update(secret).digest()
    const reasonOf = async (check: typeof live.check) => (await checkSenders(hash, [check]))?.answers[0]?.reason
    const [own, other] = isTest ? [tested, live] : [live, tested]
    expect([await reasonOf(own.check), await reasonOf(other.check)]).toEqual([null, 'NOT_QUALIFIED'])
    const unknown = { ...other.check, signature: '没有' }
    expect((await checkSenders(hash, [own.check, other.check, unknown]))?.answers.map(({ reason }) => reason)).toEqual([
      ...[null, 'NOT_QUALIFIED', 'NOT_QUALIFIED'],
    ])
  }
})

test('the feed shows each kind of key its own accounts alone, in one order', async () => {
  const { changes: after } = await listSenders({ cursor: undefined, limit: 1, accountId: null, isTest: false })
  const [live, tested] = [await anApprovedSender(), await aTestSender()]
  await fileWith('CBN', live.senderSignatureId, 'FILED')
  const all = async (isTest: boolean) => {
    const seen: string[] = []
    for (let cursor: string | undefined = undefined; ; ) {
      const page = await listSenders({ cursor, limit: 100, accountId: null, isTest })
      seen.push(...page.accounts.map(({ account }) => account))
      if (page.next === null) return seen
      cursor = page.next
    }
  }
  for (const isTest of [false, true]) {
    const [own, other] = isTest ? [tested, live] : [live, tested]
    const followed = await readChanges({ after, limit: 1_000, accountId: null, isTest })
    for (const accounts of [followed?.changes.map(({ account }) => account), await all(isTest)]) {
      expect(accounts).toContain(own.check.account)
      expect(accounts).not.toContain(other.check.account)
    }
  }
})

test('an endpoint is notified of test accounts, or of all others', async () => {
  const endpoints = [await anEndpoint(), await anEndpoint({ isTest: true })]
  const countsOf = async (isTest: boolean) => {
    const { id } = await createQualification(await anApplicant({ isTest }), { kind: 'INDIVIDUAL' })
    const rows = await database().webhookDelivery.findMany({ where: { qualificationId: id } })
    return endpoints.map(({ id: endpointId }) => rows.filter((row) => row.endpointId === endpointId).length)
  }
  expect(await countsOf(false)).toEqual([1, 0])
  expect(await countsOf(true)).toEqual([0, 1])
})

test('a test key hands nobody over into a live account, nor the other way round', async () => {
  const returnUrl = `https://${randomUUID()}.example.cn/`
  await addReturnAddress(await anAdministrator(), { address: returnUrl })
  for (const isTest of [false, true]) {
    const [client, other] = [await aClient({ scopes, isTest }), await aClient({ scopes, isTest: !isTest })]
    const { id: account } = await putAccount(client, { externalRef: randomUUID() })
    const input = { account, purpose: 'BEGIN', phone: aPhone(), vouch: false, returnUrl } as const
    await expect(createHandover(other, input)).rejects.toMatchObject({ params: { problem: 'ACCOUNT_UNKNOWN' } })
    expect(await createHandover(client, input)).toMatchObject({ id: expect.any(String) })
  }
})

test('each event of a test account says so, for any actor, and its entry does', async () => {
  for (const isTest of [false, true]) {
    const applicant = await anApplicant({ isTest })
    const { id } = await createQualification(applicant, { kind: 'INDIVIDUAL' })
    const consent = {
      accountId: applicant.accountId,
      statement: 'PERSONAL_INFORMATION',
      textVersion: '1',
      locale: 'en',
    }
    await transaction((tx) =>
      recordAudit(tx, applicant, { action: 'consent.given', subjectId: applicant.id, data: consent }),
    )
    const rows = [...(await eventsAbout(id)), ...(await eventsAbout(applicant.id, 'consent.given'))]
    expect(rows.length).toBeGreaterThan(1)
    for (const row of rows) {
      expect(row.isTest).toBe(isTest)
      expect(canonicalEntry(row).includes('"test":true')).toBe(isTest)
    }
  }
})
