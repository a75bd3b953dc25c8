import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { ReadDraft } from '@/lib/integrations/applications/draft-schemas'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { aDocumentIn, aDraft, aWrittenDraft, IDENTITY, submissionOf, USE } from '@/tests/factories/qualifications'
import { aClaimedQualification, anApplicant, judgementsOf } from '@/tests/factories/review'
import { type ApiServer, posted, startApi } from '@/tests/setup/api-server'
import { interleaveWith } from '@/tests/setup/interleave'
import { Problem } from './refusals'

let api: ApiServer
let client: Awaited<ReturnType<typeof aClient>>
beforeAll(async () => {
  api = await startApi()
  client = await aClient()
})
afterAll(() => api?.stop())

type Sent = { tag?: string | null; key?: string }

const read = (id: string, key = client.secret) => api.ask(`/api/v1/qualifications/${id}/draft`, key)
const tagOf = async (id: string) => (await read(id)).headers.get('etag') ?? ''

async function send(id: string, method: string, steps: string, body: unknown, { tag, key = client.secret }: Sent = {}) {
  const { headers, ...sent } = posted(body)
  const wanted = tag === undefined ? await tagOf(id) : tag
  const all = { ...headers, ...(wanted === null ? {} : { 'If-Match': wanted }) }
  return api.ask(`/api/v1/qualifications/${id}/draft${steps}`, key, { ...sent, method, headers: all })
}
const answer = (id: string, answers: unknown, given: Sent & { drop?: string[] } = {}) =>
  send(id, 'PATCH', '', { answers, ...(given.drop ? { drop: given.drop } : {}) }, given)
const sign = (id: string, body: object, given?: Sent) => send(id, 'PUT', '/signatures', { samples: [], ...body }, given)

async function refusalOf(asked: Promise<Response>) {
  const { status, code, errors = [] } = Problem.parse(await (await asked).json())
  return [status, code, ...errors.map(({ pointer }) => pointer)]
}

test('a draft is answered and signed, and is read masked', async () => {
  const { applicant, id } = await aDraft()
  const first = await answer(id, { ...IDENTITY, 'use.purposes': ['NOTIFICATION'], 'use.audience': USE['use.audience'] })
  expect(first.status).toBe(200)
  const tag = first.headers.get('etag')
  expect(tag).toBe(await tagOf(id))
  const signed = await sign(
    id,
    { signatures: [{ source: 'OWN_NAME', text: '【小明书屋】' }], samples: [{ text: '您订的书到了。' }] },
    { tag },
  )
  const {
    signatures: [signature],
    samples,
  } = (await signed.json()) as { signatures: string[]; samples: string[] }
  expect([signed.status, samples]).toEqual([200, [expect.any(String)]])
  expect(signed.headers.get('etag')).toBe(await tagOf(id))

  const there = await readDraft(applicant, id)
  expect(there?.fields).toMatchObject({ ...IDENTITY, 'use.purposes': 'NOTIFICATION' })
  expect(there?.signatures).toMatchObject([{ id: signature, text: '小明书屋', isOnBehalf: false }])
  const saved = (await eventsAbout(id)).filter(({ action }) => action === 'qualification.draft_saved')
  expect(new Set(saved.map(({ actorKind, actorId }) => `${actorKind} ${actorId}`))).toEqual(
    new Set([`CLIENT ${client.id}`]),
  )
  expect(saved.map(({ data }) => (data as { task: string }).task).toSorted()).toEqual([
    'identity',
    'signatures',
    'use',
    'who',
  ])

  const text = await (await read(id)).text()
  expect(text).not.toMatch(/王小明|11010519491231002X|1949-12-31|13800138000|小明书屋|订的书|本店的顾客/)
  const draft = ReadDraft.parse(JSON.parse(text))
  expect(draft.answers).toContainEqual({ field: 'person.name', value: '王**', isMasked: true, isLocked: false })
  expect(draft.answers).toContainEqual({
    field: 'use.purposes',
    value: 'NOTIFICATION',
    isMasked: false,
    isLocked: false,
  })
  expect(draft.parts.every(({ state }) => state === 'OPEN')).toBe(true)
  expect(draft.parts.find(({ kind }) => kind === 'SENDER_SIGNATURE')).toMatchObject({
    signature,
    restartedBy: expect.arrayContaining(['signature', 'person.name']),
  })
})

test('an answer is emptied, and one that nobody named stays', async () => {
  const { applicant, id } = await aWrittenDraft()
  expect((await answer(id, { 'person.name': '' })).status).toBe(200)
  const { 'person.name': _, ...others } = IDENTITY
  const fields = (await readDraft(applicant, id))?.fields
  expect(fields).toMatchObject({ ...others, ...USE })
  expect(fields).not.toHaveProperty('person.name')
})

test('what nobody has read is not written over', async () => {
  const { id, applicant } = await aWrittenDraft()
  const tag = await tagOf(id)
  expect(await refusalOf(answer(id, {}, { tag: null }))).toEqual([428, 'PRECONDITION_REQUIRED'])
  for (const other of ['*', `W/${tag}`, '"1-0"', '"2-1"', 'x']) {
    expect(await refusalOf(answer(id, { 'person.name': '王二' }, { tag: other })), other).toEqual([
      412,
      'PRECONDITION_FAILED',
    ])
  }
  expect(await refusalOf(sign(id, { signatures: [] }, { tag: '"1-0"' }))).toEqual([412, 'PRECONDITION_FAILED'])
  const at = async (name: string) => (await answer(id, { 'person.name': name }, { tag })).status
  const answers = await Promise.all(['王二', '王三', '王四'].map(at))
  expect(answers.toSorted((a, b) => a - b)).toEqual([200, 412, 412])
  expect((await readDraft(applicant, id))?.fields['person.name']).toMatch(/^王[二三四]$/)
})

test('a change that lands between the read and the lock is not written over', async () => {
  const { id } = await aWrittenDraft()
  const tag = await tagOf(id)
  const { id: submissionId } = await submissionOf(id)
  const meanwhile = interleaveWith(
    (tx) => tx.submission.update({ where: { id: submissionId }, data: { draftVersion: { increment: 1 } } }),
    () => refusalOf(answer(id, { 'person.name': '王二' }, { tag })),
  )
  expect(await meanwhile).toEqual([412, 'PRECONDITION_FAILED'])
})

test('unknown fields and those that nobody types are refused by name', async () => {
  const { id } = await aDraft()
  const wrong = { 'person.nmae': 'x', 'contact.phone': '+8613900139000', 'a/b c': 'x', 'person.name': '王小明' }
  expect(await refusalOf(answer(id, wrong))).toEqual([
    400,
    'INVALID_INPUT',
    '/answers/person.nmae',
    '/answers/contact.phone',
    '/answers/a~1b c',
  ])
  expect(await refusalOf(send(id, 'PATCH', '', { answers: {}, more: 1 }))).toEqual([400, 'INVALID_INPUT', '/more'])
  expect(await refusalOf(answer(id, { 'person.name': 'x'.repeat(4_001) }))).toContain(400)
  const { signature } = await aWrittenDraft()
  const foreign = { signatures: [{ id: signature.id, source: 'OWN_NAME', text: '别人的' }] }
  expect(await refusalOf(sign(id, foreign))).toEqual([400, 'INVALID_INPUT'])
})

test('files that a change leaves without a purpose go only where that was said', async () => {
  const { applicant, id, signature, sample } = await aWrittenDraft({ source: 'APP' })
  await aDocumentIn(id, applicant, 'ID_EMBLEM')
  await aDocumentIn(id, applicant, 'SIGNATURE_EVIDENCE', signature.id)
  const passport = { 'person.idType': 'PASSPORT' }
  const asked = await answer(id, passport)
  expect(Problem.parse(await asked.json())).toMatchObject({
    code: 'DROPS_FILES',
    errors: [{ pointer: '/drop', detail: 'It has files: ID_EMBLEM' }],
  })
  expect((await answer(id, passport, { drop: ['ID_EMBLEM'] })).status).toBe(200)
  const evidence = `SIGNATURE_EVIDENCE:${signature.id}`
  const none = { signatures: [], samples: [sample] }
  expect(Problem.parse(await (await sign(id, none)).json())).toMatchObject({
    code: 'DROPS_FILES',
    errors: [{ detail: `It has files: ${evidence}` }],
  })
  expect((await sign(id, { ...none, drop: [evidence] })).status).toBe(200)
  expect((await eventsAbout(id)).filter(({ action }) => action === 'document.removed')).toMatchObject([
    { actorKind: 'CLIENT', actorId: client.id, data: { kind: 'ID_EMBLEM' } },
    { actorKind: 'CLIENT', data: { kind: 'SIGNATURE_EVIDENCE' } },
  ])
})

test('what was accepted is locked, and it says what is reviewed again', async () => {
  const { reviewer, qualification, parts } = await aClaimedQualification()
  const { id } = qualification
  await decideQualification(reviewer, { qualificationId: id, revision: 1, parts: judgementsOf(parts, 'BLURRED') })
  expect(await refusalOf(answer(id, { 'person.name': '王二' }))).toEqual([409, 'LOCKED', '/answers/person.name'])
  const draft = ReadDraft.parse(await (await read(id)).json())
  expect(draft.answers.find(({ field }) => field === 'person.name')?.isLocked).toBe(true)
  expect(draft.parts.find(({ fieldGroup }) => fieldGroup === 'identity')?.state).toBe('CARRIED')
  expect(draft.parts.find(({ documentKind }) => documentKind === 'COMMITMENT_LETTER')).toMatchObject({
    state: 'OPEN',
    restartedBy: expect.arrayContaining(['files', 'person.name']),
  })
})

test('each is refused without its scope, in another account, and when nothing can be written', async () => {
  const { id } = await aWrittenDraft()
  const tag = await tagOf(id)
  const reader = (await aClient({ scopes: ['QUALIFICATIONS_READ'] })).secret
  const other = (await aClient({ accountId: (await anApplicant()).accountId })).secret
  const { qualification } = await aClaimedQualification()
  const tries = (of: string, key: string) => [
    read(of, key),
    answer(of, {}, { tag, key }),
    sign(of, { signatures: [] }, { tag, key }),
  ]
  for (const asked of tries(id, reader)) expect(await refusalOf(asked)).toEqual([403, 'SCOPE_MISSING'])
  for (const asked of tries(id, other)) expect(await refusalOf(asked)).toEqual([404, 'NOT_FOUND'])
  for (const asked of tries(qualification.id, client.secret))
    expect(await refusalOf(asked)).toEqual([409, 'INVALID_STATE'])
  expect(await database().declaredField.count({ where: { submission: { qualificationId: id } } })).toBeGreaterThan(5)
})
