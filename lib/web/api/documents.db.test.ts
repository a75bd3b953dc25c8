import { randomBytes, randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { MAX_PER_DAY } from '@/lib/documents/upload-quota'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { ReadDocuments, ReceivedFile } from '@/lib/integrations/applications/draft-schemas'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { anAdministrator } from '@/tests/factories/people'
import { aDraft, aWrittenDraft } from '@/tests/factories/qualifications'
import { aClaimedQualification, anApplicant, judgementsOf } from '@/tests/factories/review'
import { specimen } from '@/tests/factories/specimens'
import { aFileInVault } from '@/tests/factories/stored-files'
import { settledHere } from '@/tests/factories/uploads'
import { type ApiServer, posted, startApi } from '@/tests/setup/api-server'
import { Problem } from './refusals'

let api: ApiServer
let client: Awaited<ReturnType<typeof aClient>>
let portrait: Buffer
beforeAll(async () => {
  await bundleDecoder()
  api = await startApi()
  client = await aClient()
  portrait = await specimen('ID_PORTRAIT')
})
afterAll(async () => {
  await api?.stop()
  decoderPool().close()
})

type Sent = { name?: string; key?: string; fileName?: string; part?: string }

const formOf = (bytes: Buffer, { part = 'file', fileName = '正面.jpg' }: Sent = {}) => {
  const form = new FormData()
  form.append(part, new Blob([new Uint8Array(bytes)]), fileName)
  return form
}
const post = (id: string, slot: string, body: FormData, { name = randomUUID(), key = client.secret }: Sent = {}) =>
  api.ask(`/api/v1/qualifications/${id}/documents/${slot}`, key, {
    ...{ method: 'POST', body, headers: { 'Idempotency-Key': name } },
  })
const upload = (id: string, slot: string, bytes: Buffer, sent: Sent = {}) => post(id, slot, formOf(bytes, sent), sent)
const slotsOf = async (id: string, key = client.secret) =>
  ReadDocuments.parse(await (await api.ask(`/api/v1/qualifications/${id}/documents`, key)).json()).slots
const filesOf = async (id: string, slot: string) => (await slotsOf(id)).find((one) => one.slot === slot)?.files
const remove = (id: string, file: string, key = client.secret) =>
  api.ask(`/api/v1/qualifications/${id}/files/${file}`, key, { method: 'DELETE' })

async function refusalOf(asked: Promise<Response>) {
  const answer = await asked
  const { status, code, errors = [] } = Problem.parse(await answer.json())
  expect(answer.status).toBe(status)
  return [status, code, ...errors.map(({ pointer, parameter }) => pointer ?? parameter)]
}

test('over the limit of a day, the answer says in how many seconds to try again', async () => {
  const { id, applicant } = await aWrittenDraft()
  const { id: fileId } = await aFileInVault()
  const stored = { accountId: applicant.accountId, size: MAX_PER_DAY }
  await database().storedFile.update({ where: { id: fileId }, data: stored })
  const answer = await upload(id, 'ID_PORTRAIT', portrait)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^[1-9]\d*$/)])
  expect(Problem.parse(await answer.json()).code).toBe('TOO_MUCH_A_DAY')
})

test('a file is received, examined, in its slot, and deleted', async () => {
  const { id } = await aWrittenDraft()
  const answer = await upload(id, 'ID_PORTRAIT', portrait)
  expect(answer.status).toBe(201)
  const received = ReceivedFile.parse(await answer.json())
  expect(received).toMatchObject({ slot: 'ID_PORTRAIT', state: 'RECEIVED' })
  expect(await settledHere(received.id)).toBe('READY')
  const ready = { id: received.id, state: 'READY', size: portrait.length, refusal: null }
  expect(await filesOf(id, 'ID_PORTRAIT')).toEqual([ready])
  expect(ReceivedFile.parse(await (await upload(id, 'ID_PORTRAIT', portrait)).json())).toEqual({
    ...{ id: received.id, slot: 'ID_PORTRAIT', state: 'READY' },
  })
  expect(await database().storedFile.findUniqueOrThrow({ where: { id: received.id } })).toMatchObject({
    ...{ uploadedById: null, uploadedByKeyId: client.id },
  })

  expect((await remove(id, received.id)).status).toBe(200)
  expect(await filesOf(id, 'ID_PORTRAIT')).toEqual([])
  expect(await refusalOf(remove(id, received.id))).toEqual([404, 'NOT_FOUND'])
  const events = (await eventsAbout(id)).filter(({ action }) => action.startsWith('document.'))
  expect(events).toMatchObject([
    { action: 'document.taken_in', actorKind: 'CLIENT', actorId: client.id, data: { through: null } },
    { action: 'document.ready', actorKind: 'SYSTEM' },
    { action: 'document.removed', actorKind: 'CLIENT', actorId: client.id },
  ])
})

test('a file that can’t be used is refused with the reason, in both languages', async () => {
  const { id } = await aWrittenDraft()
  const broken = Buffer.concat([portrait.subarray(0, 3_000), randomBytes(20)])
  const { id: file } = ReceivedFile.parse(await (await upload(id, 'ID_PORTRAIT', broken)).json())
  expect(await settledHere(file)).toBe('REFUSED')
  expect(await filesOf(id, 'ID_PORTRAIT')).toMatchObject([
    { id: file, state: 'REFUSED', refusal: { code: 'FILE_BROKEN', text: { en: expect.any(String) } } },
  ])
  expect((await remove(id, file)).status).toBe(200)
  expect(await filesOf(id, 'ID_PORTRAIT')).toEqual([])
})

test('evidence is uploaded for its signature, by the name of its slot', async () => {
  const { id, signature } = await aWrittenDraft({ source: 'APP' })
  const slot = `SIGNATURE_EVIDENCE:${signature.id}`
  expect((await slotsOf(id)).map((one) => one.slot)).toContain(slot)
  expect((await upload(id, slot, portrait)).status).toBe(201)
  const other = `SIGNATURE_EVIDENCE:${randomUUID()}`
  expect(await refusalOf(upload(id, other, portrait))).toEqual([400, 'INVALID_INPUT', 'slot'])
})

test('of equal forms at the same time one is stored, and other parts are another request', async () => {
  const { id } = await aWrittenDraft()
  const name = randomUUID()
  const send = (sent: Sent = {}) => upload(id, 'ID_PORTRAIT', portrait, { ...sent, name })
  const answers = await Promise.all(Array.from({ length: 8 }, () => send()))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  expect(new Set(texts).size).toBe(1)
  const files = () => database().storedFile.count({ where: { submission: { qualificationId: id } } })
  expect(await files()).toBe(1)
  expect(await (await send()).text()).toBe(texts[0])

  const reused = [409, 'IDEMPOTENCY_KEY_REUSED']
  expect(await refusalOf(send({ fileName: 'x.jpg' }))).toEqual(reused)
  expect(await refusalOf(upload(id, 'ID_PORTRAIT', await specimen('ID_PORTRAIT', 1), { name }))).toEqual(reused)
  expect(await refusalOf(upload(id, 'ID_EMBLEM', portrait, { name }))).toEqual(reused)
  expect(await files()).toBe(1)
  expect((await upload(id, 'ID_EMBLEM', portrait)).status).toBe(201)
  expect(await files()).toBe(2)
})

test('a form that is no file for the slot stores nothing', async () => {
  const { id } = await aWrittenDraft()
  const two = formOf(portrait)
  two.append('file', new Blob([new Uint8Array(portrait)]), 'b.jpg')
  const more = formOf(portrait)
  more.append('kind', 'x')
  const first = new FormData()
  first.append('kind', 'x')
  first.append('file', new Blob([new Uint8Array(portrait)]), 'b.jpg')
  for (const form of [two, more, first, formOf(portrait, { part: 'picture' }), new FormData()]) {
    expect(await refusalOf(post(id, 'ID_PORTRAIT', form))).toEqual([400, 'INVALID_INPUT', '/file'])
  }
  expect(await refusalOf(upload(id, 'ID_PORTRAIT', Buffer.alloc(0)))).toEqual([422, 'FILE_EMPTY'])
  expect(await refusalOf(upload(id, 'ID_PORTRAIT', Buffer.from('a text, and no picture')))).toEqual([
    ...[415, 'FILE_WRONG_KIND'],
  ])
  expect(await refusalOf(upload(id, 'ID_PORTRAIT', randomBytes(11 * 1024 ** 2)))).toEqual([413, 'FILE_TOO_BIG'])
  expect(await refusalOf(upload(id, 'ID_PORTRAIT?kind=x', portrait))).toEqual([400, 'INVALID_INPUT', ''])
  expect(await refusalOf(upload(id, 'LICENCE', portrait))).toEqual([400, 'INVALID_INPUT', 'slot'])
  expect(await refusalOf(upload(id, 'NO_SUCH_KIND', portrait))).toEqual([400, 'INVALID_INPUT', 'slot'])
  expect(await refusalOf(upload(id, 'ID_PORTRAIT', portrait, { name: 'a b' }))).toContain(400)
  const json = posted({})
  const headers = { ...json.headers, 'Idempotency-Key': randomUUID() }
  const asked = api.ask(`/api/v1/qualifications/${id}/documents/ID_PORTRAIT`, client.secret, { ...json, headers })
  expect(await refusalOf(asked)).toEqual([415, 'MEDIA_TYPE_NOT_SUPPORTED'])
  expect(await database().storedFile.count({ where: { submission: { qualificationId: id } } })).toBe(0)
})

test('each is refused without its scope, in another account, when accepted, and when submitted', async () => {
  const { id } = await aDraft()
  const reader = (await aClient({ scopes: ['QUALIFICATIONS_READ'] })).secret
  const other = (await aClient({ accountId: (await anApplicant()).accountId })).secret
  const tries = (of: string, key: string) => [
    upload(of, 'ID_PORTRAIT', portrait, { key }),
    remove(of, randomUUID(), key),
    api.ask(`/api/v1/qualifications/${of}/documents`, key),
  ]
  for (const asked of tries(id, reader)) expect(await refusalOf(asked)).toEqual([403, 'SCOPE_MISSING'])
  for (const asked of tries(id, other)) expect(await refusalOf(asked)).toEqual([404, 'NOT_FOUND'])
  const { reviewer, qualification, parts } = await aClaimedQualification()
  for (const asked of tries(qualification.id, client.secret)) {
    expect(await refusalOf(asked)).toEqual([409, 'INVALID_STATE'])
  }
  const judged = { qualificationId: qualification.id, revision: 1, parts: judgementsOf(parts, 'BLURRED') }
  await decideQualification(reviewer, judged)
  expect(await refusalOf(upload(qualification.id, 'ID_PORTRAIT', portrait))).toEqual([409, 'LOCKED'])
  const [page] = (await filesOf(qualification.id, 'ID_PORTRAIT')) ?? []
  expect(await refusalOf(remove(qualification.id, page?.id ?? ''))).toEqual([409, 'LOCKED'])
})

test('a key that was revoked while its file arrived stores nothing', async () => {
  const { id } = await aDraft()
  const { secret: _, ...revoked } = await aClient()
  await revokeApiKey(await anAdministrator(), { keyId: revoked.id })
  const file = { fileName: 'a.jpg', source: Readable.from([portrait]) }
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  await expect(acceptDocument(revoked, { ...slot, ...file })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
