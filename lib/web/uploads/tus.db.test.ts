import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { plain } from '@/lib/imaging/testing/sample-images'
import { aBoundPhone, aDraftOfSomebody } from '@/tests/factories/phones'
import { aDraft } from '@/tests/factories/qualifications'
import { tusMetadata } from '@/tests/setup/http'
import { answerTus } from './tus'

test('an upload without a slot does not start', async () => {
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '3', 'Upload-Metadata': `kind ${btoa('LICENCE')}` }
  const request = new Request('http://localhost:3000/api/tus', { method: 'POST', headers })
  const { applicant } = await aDraft()
  await expect(answerTus(applicant, request, undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

/** Returns a request that creates an upload of this size with bytes. */
function creation(qualificationId: string, size: number, body: Buffer, more: Record<string, string> = {}): Request {
  const headers = {
    'Tus-Resumable': '1.0.0',
    'Upload-Length': `${size}`,
    'Upload-Metadata': tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: 'a.png' }),
    'Content-Type': 'application/offset+octet-stream',
    ...more,
  }
  return new Request('http://localhost:3000/api/tus', { method: 'POST', headers, body: new Uint8Array(body) })
}

test.each([
  ['says its length', true],
  ['does not', false],
])('a request that creates an upload may bring all of it, whether it %s', async (_, saysLength) => {
  const { applicant, id: qualificationId } = await aDraft()
  const bytes = await plain(800, 600).png().toBuffer()
  const length = saysLength ? { 'Content-Length': `${bytes.length}` } : {}
  const created = await answerTus(applicant, creation(qualificationId, bytes.length, bytes, length), undefined)
  expect([created.status, created.headers.get('upload-offset')]).toEqual([201, `${bytes.length}`])
  expect(created.headers.get('location')).toMatch(/^\/api\/tus\/[0-9a-f-]{36}$/)
  const { files } = (await created.json()) as { files: { fileId: string }[] }
  expect(files).toMatchObject([{ size: bytes.length, state: 'RECEIVED' }])
  const stored = await database().storedFile.findUniqueOrThrow({ where: { id: files[0]?.fileId ?? '' } })
  expect(Buffer.from(stored.sha256)).toEqual(createHash('sha256').update(bytes).digest())
  expect(await database().upload.count({ where: { qualificationId, takenAt: null } })).toBe(0)
  expect(await database().uploadPart.count({ where: { upload: { qualificationId } } })).toBe(0)
})

test('a file is not sent under the name of another person than who opened the page, however it comes', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const { applicant: another } = await aDraft()
  const bytes = await plain(800, 600).png().toBuffer()
  const sentFrom = (person: string, length: number) => {
    const named = { qualificationId, kind: 'ID_PORTRAIT', filename: 'a.png', person }
    const more = { 'Upload-Metadata': tusMetadata(named), 'Content-Length': `${length}` }
    return answerTus(applicant, creation(qualificationId, bytes.length, bytes, more), undefined)
  }
  for (const length of [bytes.length, 9])
    await expect(sentFrom(another.id, length)).rejects.toMatchObject({ code: 'OTHER_PERSON' })
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
  expect(await database().storedFile.count({ where: { accountId: applicant.accountId } })).toBe(0)
  expect((await sentFrom(applicant.id, bytes.length)).status).toBe(201)
})

test('what the browser doubted, and its sender used anyway, is stored with the file, however it comes', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const bytes = await plain(800, 600).png().toBuffer()
  const named = { qualificationId, kind: 'ID_PORTRAIT', filename: 'a.png', doubts: 'BLURRED,GLARE' }
  const more = { 'Upload-Metadata': tusMetadata(named), 'Content-Length': `${bytes.length}` }
  const whole = await answerTus(applicant, creation(qualificationId, bytes.length, bytes, more), undefined)
  const doubtsOf = async (answer: Response) => {
    const { files } = (await answer.json()) as { files: { fileId: string }[] }
    return (await database().storedFile.findUniqueOrThrow({ where: { id: files[0]?.fileId ?? '' } })).doubts
  }
  expect(await doubtsOf(whole)).toEqual(['BLURRED', 'GLARE'])

  const other = await plain(900, 700).png().toBuffer()
  const announced = { 'Upload-Metadata': tusMetadata({ ...named, doubts: 'TOO_DARK' }), 'Content-Length': '9' }
  const first = other.subarray(0, 9)
  const started = await answerTus(applicant, creation(qualificationId, other.length, first, announced), undefined)
  const id = started.headers.get('location')?.split('/').at(-1)
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '9', 'Content-Type': 'application/offset+octet-stream' }
  const rest = { method: 'PATCH', headers, body: new Uint8Array(other.subarray(9)) }
  const sent = await answerTus(applicant, new Request(`http://localhost:3000/api/tus/${id}`, rest), id)
  expect(await doubtsOf(sent)).toEqual(['TOO_DARK'])
})

test.each(['UGLY', 'BLURRED,', 'BLURRED,TOO_DARK,GLARE,CROPPED,BLURRED'])(
  'an upload with the doubts %s is refused, however it comes',
  async (doubts) => {
    const { applicant, id: qualificationId } = await aDraft()
    const metadata = tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: 'a.png', doubts })
    for (const length of ['3', '1']) {
      const more = { 'Upload-Metadata': metadata, 'Content-Length': length }
      const request = creation(qualificationId, 3, Buffer.from('abc').subarray(0, Number(length)), more)
      await expect(answerTus(applicant, request, undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  },
)

test('a file that ends before its announced length is none', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const bytes = await plain(800, 600).png().toBuffer()
  const size = bytes.length + 1
  const cut = answerTus(applicant, creation(qualificationId, size, bytes, { 'Content-Length': `${size}` }), undefined)
  await expect(cut).rejects.toMatchObject({ code: 'UPLOAD_CUT_OFF' })
  const { accountId } = await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })
  expect(await database().storedFile.count({ where: { accountId } })).toBe(0)
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
})

test('an upload may bring its first bytes in the request that creates it', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const named = { qualificationId, kind: 'ID_PORTRAIT', filename: 'a.png' }
  const headers = {
    'Tus-Resumable': '1.0.0',
    'Upload-Length': '10',
    'Upload-Metadata': tusMetadata(named),
    'Content-Type': 'application/offset+octet-stream',
  }
  const request = new Request('http://localhost:3000/api/tus', { method: 'POST', headers, body: 'abc' })
  const created = await answerTus(applicant, request, undefined)
  expect([created.status, created.headers.get('upload-offset')]).toEqual([201, '3'])
  expect(await database().upload.findFirst({ where: { qualificationId } })).toMatchObject({ received: 3, size: 10 })
})

test('a phone names no application: its own is meant, at addresses of its own', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { phone } = await aBoundPhone(applicant, qualificationId)
  const { qualificationId: other } = await aDraftOfSomebody()
  const headers = {
    'Tus-Resumable': '1.0.0',
    'Upload-Length': '100',
    'Upload-Metadata': tusMetadata({ qualificationId: other, kind: 'ID_PORTRAIT', filename: 'a.png' }),
  }
  const request = new Request('http://localhost:3000/api/phone/tus', { method: 'POST', headers })
  const created = await answerTus(phone, request, undefined)
  const [, id = ''] = /^\/api\/phone\/tus\/([0-9a-f-]{36})$/.exec(created.headers.get('location') ?? '') ?? []
  const { phoneSessionId } = phone
  expect(await database().upload.findUniqueOrThrow({ where: { id } })).toMatchObject({
    qualificationId,
    phoneSessionId,
  })
})
