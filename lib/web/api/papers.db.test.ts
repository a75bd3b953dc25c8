import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import type { ApiScope } from '@/lib/db/generated/enums'
import { Declared, IssuedLetters } from '@/lib/integrations/applications/draft-schemas'
import { readOwnViews } from '@/lib/privacy/own-data/read-own-views'
import { submitQualification } from '@/lib/qualifications/draft/submit-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft, aReadyDraft, asShown, aWrittenDraft, IDENTITY } from '@/tests/factories/qualifications'
import { anApplicant } from '@/tests/factories/review'
import { type ApiServer, startApi } from '@/tests/setup/api-server'
import { Problem } from './refusals'

let api: ApiServer
let client: Awaited<ReturnType<typeof aClient>>
beforeAll(async () => {
  api = await startApi()
  client = await aClient({ scopes: ['QUALIFICATIONS_WRITE', 'PERSONAL_READ'] })
})
afterAll(() => api?.stop())

const get = (id: string, steps: string, key = client.secret) => api.ask(`/api/v1/qualifications/${id}${steps}`, key)
const issue = (id: string, { key = client.secret, name = randomUUID() } = {}) =>
  api.ask(`/api/v1/qualifications/${id}/letters`, key, { method: 'POST', headers: { 'Idempotency-Key': name } })
async function codeOf(asked: Promise<Response>) {
  const { status, code } = Problem.parse(await (await asked).json())
  return [status, code]
}
const keyWith = async (...scopes: ApiScope[]) => (await aClient({ scopes })).secret

test('the letter is issued once for the same facts, and downloaded as a PDF', async () => {
  const { id } = await aWrittenDraft()
  const name = randomUUID()
  const first = await issue(id, { name })
  const text = await first.text()
  expect(first.status).toBe(201)
  const { letters } = IssuedLetters.parse(JSON.parse(text))
  expect(letters).toMatchObject([{ letter: 'INDIVIDUAL', slot: 'COMMITMENT_LETTER' }])
  expect(await (await issue(id, { name })).text()).toBe(text)
  expect(await (await issue(id)).text()).toBe(text)
  expect(await eventsAbout(id, 'letter.issued')).toMatchObject([{ actorKind: 'CLIENT', actorId: client.id }])

  const answer = await get(id, '/letters/INDIVIDUAL')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; .*\.pdf/)
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
  expect(await eventsAbout(id, 'letter.downloaded')).toMatchObject([
    { actorKind: 'CLIENT', actorId: client.id, data: { revision: 1, kind: 'COMMITMENT_LETTER' } },
  ])
  expect(await codeOf(get(id, '/letters/AUTHORISATION'))).toEqual([404, 'NOT_FOUND'])
  expect(await codeOf(get(id, '/letters/OTHER'))).toEqual([400, 'INVALID_INPUT'])
})

test('without its particulars there is no letter', async () => {
  const { id } = await aDraft()
  expect(await codeOf(issue(id))).toEqual([409, 'INCOMPLETE'])
  expect(await codeOf(get(id, '/letters/INDIVIDUAL'))).toEqual([409, 'INCOMPLETE'])
  expect(await eventsAbout(id, 'letter.issued')).toEqual([])
})

test('without the legal name of the operator there is none, and the answer says whose it is to enter', async () => {
  const { id } = await aWrittenDraft()
  const { OPERATOR_NAME } = env()
  Object.assign(env(), { OPERATOR_NAME: undefined, isLoopback: false })
  try {
    expect(await codeOf(issue(id))).toEqual([409, 'OPERATOR_UNNAMED'])
    expect(await codeOf(get(id, '/letters/INDIVIDUAL'))).toEqual([409, 'OPERATOR_UNNAMED'])
  } finally {
    Object.assign(env(), { OPERATOR_NAME, isLoopback: true })
  }
  expect(await eventsAbout(id, 'letter.issued')).toEqual([])
  expect((await issue(id)).status).toBe(201)
})

test('what is declared is read unmasked, and its people see that it was', async () => {
  const { id, applicant, signature, sample } = await aWrittenDraft()
  const declared = Declared.parse(await (await get(id, '/declared')).json())
  const answers = Object.fromEntries(declared.answers.map(({ field, value }) => [field, value]))
  expect(answers).toMatchObject(IDENTITY)
  expect(declared).toMatchObject({ revision: 1, signatures: [{ ...signature, isOnBehalf: false }], samples: [sample] })
  const events = await eventsAbout(id, 'qualification.declared_read')
  const data = { revision: 1, fields: expect.arrayContaining(['person.idNumber']) }
  expect(events).toMatchObject([{ actorKind: 'CLIENT', actorId: client.id, data }])
  expect(JSON.stringify(events.map((event) => event.data))).not.toContain(IDENTITY['person.idNumber'])
  const { views } = await readOwnViews(applicant)
  expect(views).toMatchObject([{ act: 'ANSWERS_SHOWN', role: 'SYSTEM', qualificationId: id }])
})

test('a receipt is a PDF, of what was submitted alone', async () => {
  const { id, applicant } = await aReadyDraft()
  expect(await codeOf(get(id, '/receipts/1'))).toEqual([404, 'NOT_FOUND'])
  await submitQualification(applicant, await asShown(applicant, id))
  const answer = await get(id, '/receipts/1')
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect((await answer.text()).slice(0, 5)).toBe('%PDF-')
  expect(await codeOf(get(id, '/receipts/2'))).toEqual([404, 'NOT_FOUND'])
  expect(await codeOf(get(id, '/receipts/0'))).toEqual([400, 'INVALID_INPUT'])
  expect(await codeOf(issue(id))).toEqual([409, 'INVALID_STATE'])
})

test('each needs the scope for personal values and one of qualifications, and shows nothing of another account', async () => {
  const { id } = await aWrittenDraft()
  const papers = ['/declared', '/letters/INDIVIDUAL', '/receipts/1']
  const [writer, personal] = [await keyWith('QUALIFICATIONS_WRITE'), await keyWith('PERSONAL_READ')]
  const other = (await aClient({ scopes: client.scopes as ApiScope[], accountId: (await anApplicant()).accountId }))
    .secret
  for (const one of papers) {
    expect(await codeOf(get(id, one, writer)), one).toEqual([403, 'SCOPE_MISSING'])
    expect(await codeOf(get(id, one, personal)), one).toEqual([403, 'SCOPE_MISSING'])
    expect(await codeOf(get(id, one, other)), one).toEqual([404, 'NOT_FOUND'])
  }
  const reader = await keyWith('QUALIFICATIONS_READ', 'PERSONAL_READ')
  expect((await get(id, '/declared', reader)).status).toBe(200)
  expect(await codeOf(get(id, '/letters/INDIVIDUAL', reader))).toEqual([403, 'SCOPE_MISSING'])
  expect(await codeOf(issue(id, { key: reader }))).toEqual([403, 'SCOPE_MISSING'])
  expect(await codeOf(issue(id, { key: other }))).toEqual([404, 'NOT_FOUND'])
  expect((await eventsAbout(id)).filter(({ action }) => action.startsWith('letter.'))).toEqual([])
})
