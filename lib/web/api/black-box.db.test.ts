import { createHmac } from 'node:crypto'
import createClient from 'openapi-fetch'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { paths } from '@/examples/api'
import { ApiScope } from '@/lib/db/generated/enums'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { anApiKey } from '@/tests/factories/api-keys'
import { aReadyDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { type ApiServer, startApi } from '@/tests/setup/api-server'

/**
 * Acts as a client that knows the API by its description alone; it does not compile where it asks for anything else.
 */

let api: ApiServer
let secret: string
let client: ReturnType<typeof createClient<paths>>
beforeAll(async () => {
  api = await startApi()
  secret = (await anApiKey({ scopes: Object.values(ApiScope) })).secret
  client = createClient<paths>({ baseUrl: api.url, headers: { Authorization: `Bearer ${secret}` } })
})
afterAll(() => api?.stop())

const newHeader = () => ({ 'Idempotency-Key': crypto.randomUUID() })

/** Returns what a description says that there is, and fails with the refusal where there is none. */
function had<T>({ data, error }: { data?: T; error?: unknown }): T {
  expect(error).toBeUndefined()
  if (data === undefined) throw new Error('Nothing was answered')
  return data
}

test('an account is made, and an application started, evaluated, submitted and withdrawn', async () => {
  const externalRef = crypto.randomUUID()
  const body = { account: (await aRegisteredApplicant()).accountId }
  const { id: account, consents } = had(
    await client.PUT('/api/v1/accounts/{externalRef}', { params: { path: { externalRef } }, body }),
  )
  expect([account, consents]).toEqual([body.account, true])
  const started = had(
    await client.POST('/api/v1/qualifications', {
      params: { header: newHeader() },
      body: { account, kind: 'INDIVIDUAL' },
    }),
  )
  const { qualifications } = had(await client.GET('/api/v1/qualifications', { params: { query: { account } } }))
  expect(qualifications.map(({ id, next }) => [id, next])).toEqual([[started.id, 'CUSTOMER']])

  const { id } = await aReadyDraft() // what is declared and uploaded comes from the portal
  const path = { id }
  const { revision, draftVersion, shown } = had(
    await client.GET('/api/v1/qualifications/{id}/evaluations', { params: { path } }),
  )
  const submitted = await client.POST('/api/v1/qualifications/{id}/submit', {
    params: { path, header: newHeader() },
    body: { revision, draftVersion, shown },
  })
  expect(had(submitted)).toMatchObject({ id, revision: 1 })
  expect(had(await client.GET('/api/v1/qualifications/{id}', { params: { path } })).next).toBe('REVIEWERS')
  had(await client.POST('/api/v1/qualifications/{id}/withdraw', { params: { path, header: newHeader() } }))
  const { error } = await client.POST('/api/v1/qualifications/{id}/withdraw', {
    params: { path, header: newHeader() },
  })
  expect(error).toMatchObject({ code: 'INVALID_STATE', status: 409 })
})

test('one ID that is given to two accounts at once is that of one', async () => {
  const path = { externalRef: crypto.randomUUID() }
  const accounts = [(await aRegisteredApplicant()).accountId, (await aRegisteredApplicant()).accountId]
  const put = (account: string) => client.PUT('/api/v1/accounts/{externalRef}', { params: { path }, body: { account } })
  const answers = await Promise.all(accounts.map(put))
  expect(answers.map(({ response }) => response.status).toSorted((a, b) => a - b)).toEqual([200, 409])
  expect(answers.find(({ error }) => error)?.error).toMatchObject({ code: 'CONFLICT' })
})

test('gate, feed and qualification agree at each step', async () => {
  const sender = await anApprovedSender()
  const administrator = await someStaff({ roles: ['ADMIN'] })
  const { account, signature, carrier } = sender.check
  const digest = createHmac('sha256', secret).update(`${account}\n${signature.toUpperCase()}`).digest('base64url')
  const snapshot = had(await client.GET('/api/v1/senders', { params: { query: {} } }))
  const first = snapshot.accounts.find((one) => one.account === account)
  let cursor = snapshot.changes

  const gate = async () => had(await client.GET('/api/v1/senders/check', { params: { query: sender.check } }))
  const copyOf = (senders: (typeof snapshot.accounts)[number]['senders'] = []) =>
    senders.find((one) => one.signature === digest)?.allowed.some((one) => one.carrier === carrier) ?? false
  const statusOf = async () =>
    had(await client.GET('/api/v1/qualifications/{id}', { params: { path: { id: sender.id } } })).status
  const followed = async () => {
    const page = had(await client.GET('/api/v1/changes', { params: { query: { after: cursor } } }))
    cursor = page.cursor
    return copyOf(page.changes.find((one) => one.account === account)?.senders)
  }

  expect([await gate(), copyOf(first?.senders), await statusOf()]).toMatchObject([{ allowed: true }, true, 'APPROVED'])
  await suspendQualification(administrator, { qualificationId: sender.id, reason: 'COMPLAINTS', note: null })
  expect([await gate(), await followed(), await statusOf()]).toMatchObject([
    { reason: 'SUSPENDED' },
    false,
    'SUSPENDED',
  ])
  await resumeQualification(administrator, { qualificationId: sender.id, reason: 'RESOLVED', note: null })
  expect([await gate(), await followed(), await statusOf()]).toMatchObject([{ allowed: true }, true, 'APPROVED'])
})
