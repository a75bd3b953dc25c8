import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { Application, ApplicationPage } from '@/lib/integrations/applications/schemas'
import { Policy } from '@/lib/integrations/rules/schemas'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { aClaimedQualification, anApplicant, judgementsOf } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { type ApiServer, startApi } from '@/tests/setup/api-server'
import { Problem } from './refusals'

let api: ApiServer
let secret: string
beforeAll(async () => {
  api = await startApi()
  secret = (await aClient({ scopes: ['QUALIFICATIONS_READ'] })).secret
})
afterAll(() => api?.stop())

const get = (path: string, key = secret) => api.ask(`/api/v1${path}`, key)
async function codeOf(asked: Promise<Response>) {
  const { status, code } = Problem.parse(await (await asked).json())
  return [status, code]
}
const read = async (id: string) => Application.parse(await (await get(`/qualifications/${id}`)).json())

test('the rules say what is required of whom, in both languages', async () => {
  const answer = await get('/policies/current')
  expect(answer.headers.get('ratelimit')).toMatch(/^"requests";r=\d+;t=\d+$/)
  const policy = Policy.parse(await answer.json())
  expect(policy.kinds.map(({ kind }) => kind)).toEqual(['INDIVIDUAL', 'ORGANISATION'])
  const [individual, organisation] = policy.kinds
  const fields = individual?.groups.flatMap((group) => group.fields) ?? []
  expect(fields.find(({ key }) => key === 'person.idType')).toMatchObject({
    name: { 'zh-CN': '证件类型', en: 'ID type' },
    required: true,
    options: expect.arrayContaining([expect.objectContaining({ value: 'PASSPORT' })]),
  })
  expect(fields.find(({ key }) => key === 'contact.phone')).toMatchObject({ isFilledIn: true, options: null })
  expect(organisation?.documents.map(({ kind }) => kind)).toContain('AUTHORISATION_LETTER')
  expect(JSON.stringify(policy)).not.toMatch(/rulebook\.|undefined/)
  const version = await get(`/policies/${encodeURIComponent(policy.rulebook)}`)
  expect(await version.json()).toEqual(policy)
  expect(await codeOf(get('/policies/nowhere'))).toEqual([404, 'NOT_FOUND'])
})

test('a refusal says what was wrong, of which part, and how to correct it, and nothing personal', async () => {
  const { reviewer, qualification, parts } = await aClaimedQualification({ signatures: ['王小明书屋'] })
  expect(await read(qualification.id)).toMatchObject({ status: 'IN_REVIEW', next: 'REVIEWERS', decisions: [] })
  const judged = judgementsOf(parts)
  const at = parts.findIndex(({ kind }) => kind === 'SENDER_SIGNATURE')
  judged[at] = {
    ...{
      partId: parts[at]?.id ?? '',
      verdict: 'REFUSED',
      reasons: ['OTHER'],
      correction: 'FIELD',
      correctionField: 'signature',
    },
    note: '请写全名王小明',
  }
  await decideQualification(reviewer, { qualificationId: qualification.id, revision: 1, parts: judged })
  const answer = await get(`/qualifications/${qualification.id}`)
  const text = await answer.text()
  const found = Application.parse(JSON.parse(text))
  expect(found).toMatchObject({ status: 'CHANGES_REQUESTED', next: 'CUSTOMER', may: { withdraw: true, renew: false } })
  expect(found.decisions).toMatchObject([
    {
      revision: 1,
      outcome: 'CHANGES_REQUESTED',
      refused: [
        {
          kind: 'SENDER_SIGNATURE',
          signature: 1,
          reasons: [{ code: 'OTHER', isFinal: false, howToCorrect: { en: expect.any(String) } }],
          correct: 'FIELD',
          hasNote: true,
        },
      ],
    },
  ])
  expect(text).not.toMatch(/王小明|书屋/)
})

test('a refusal says where on which page, if the reviewer outlined it', async () => {
  const { reviewer, qualification, parts } = await aClaimedQualification({ letterPages: 2 })
  const letter = parts.find(({ document }) => document?.kind === 'COMMITMENT_LETTER')
  const documentId = letter?.documentId ?? ''
  const { fileId } = await database().documentPage.findFirstOrThrow({ where: { documentId } })
  const place = { fileId, page: 1, left: 0.25, top: 0.5, right: 0.75, bottom: 1 }
  const judged = judgementsOf(parts, 'BLURRED').map((one) => (one.partId === letter?.id ? { ...one, place } : one))
  await decideQualification(reviewer, { qualificationId: qualification.id, revision: 1, parts: judged })
  const refused = (await read(qualification.id)).decisions.flatMap((decision) => decision.refused)
  const of = (isLetter: boolean) => refused.filter((one) => (one.documentKind === 'COMMITMENT_LETTER') === isLetter)
  expect(of(true)).toMatchObject([{ place: { page: 1, x: 0.25, y: 0.5, width: 0.5, height: 0.5 } }])
  expect(of(false).every((one) => one.place === null)).toBe(true)
})

test('what is approved says until when, and how far its filings are', async () => {
  const { id } = await anApprovedSender()
  const found = await read(id)
  expect(found).toMatchObject({ status: 'APPROVED', next: 'NOBODY', standing: null })
  expect(found.parts.every(({ verdict }) => verdict === 'ACCEPTED')).toBe(true)
  expect(found.signatures[0]?.filings).toContainEqual({ carrier: 'CMCC', state: 'EFFECTIVE', extensionNumber: '1069' })
})

test('a list is read page by page, and each is in it once', async () => {
  const applicant = await anApplicant()
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) ids.push((await aClaimedQualification({ applicant })).qualification.id)
  await withdrawQualification(applicant, { qualificationId: ids[0] ?? '' })
  const account = applicant.accountId
  const page = async (query: string) =>
    ApplicationPage.parse(await (await get(`/qualifications?account=${account}&${query}`)).json())
  const read: string[] = []
  let after = ''
  for (;;) {
    const { qualifications, next } = await page(`limit=2${after}`)
    read.push(...qualifications.map(({ id }) => id))
    if (next === null) break
    after = `&after=${encodeURIComponent(next)}`
  }
  expect(read).toHaveLength(5)
  expect(read.toSorted()).toEqual(ids.toSorted())
  const { qualifications } = await page('status=WITHDRAWN')
  expect(qualifications.map(({ id }) => id)).toEqual([ids[0]])
  for (const query of ['after=nonsense', 'limit=0', 'limit=101', 'status=LOST', 'sort=1', 'account=1']) {
    expect(await codeOf(get(`/qualifications?${query}`)), query).toEqual([400, 'INVALID_INPUT'])
  }
})

test('each operation is refused without its scope, and shows nothing of another account', async () => {
  const { qualification, applicant } = await aClaimedQualification()
  const path = `/qualifications/${qualification.id}`
  const gate = await aClient({ scopes: ['SENDERS_CHECK'] })
  for (const one of ['/policies/current', '/qualifications', path]) {
    expect(await codeOf(get(one, gate.secret)), one).toEqual([403, 'SCOPE_MISSING'])
    expect(await codeOf(get(one, 'zx_live_wrong')), one).toEqual([401, 'KEY_UNKNOWN'])
  }
  const foreign = await aClient({ scopes: ['QUALIFICATIONS_READ'], accountId: (await anApplicant()).accountId })
  expect(await codeOf(get(path, foreign.secret))).toEqual([404, 'NOT_FOUND'])
  expect(await (await get('/qualifications', foreign.secret)).json()).toEqual({ qualifications: [], next: null })
  const asked = get(`/qualifications?account=${applicant.accountId}`, foreign.secret)
  expect(await codeOf(asked)).toEqual([403, 'ACCOUNT_NOT_ALLOWED'])
  expect(await codeOf(get(`/qualifications/${crypto.randomUUID()}`))).toEqual([404, 'NOT_FOUND'])
  expect(await codeOf(get('/qualifications/1'))).toEqual([400, 'INVALID_INPUT'])
  const own = await aClient({ scopes: ['QUALIFICATIONS_READ'], accountId: applicant.accountId })
  expect((await get(path, own.secret)).status).toBe(200)
})
