import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { MAX_UNFINISHED_BYTES } from '@/lib/documents/upload-quota'
import { MAX_DRAFTS } from '@/lib/qualifications/draft/draft-quota'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aFullDraft, submit } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { settled, uploadReady } from '@/tests/factories/uploads'
import { callAction, cookieFor, tusMetadata } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

/** One account takes everything that it can get, and others are still served. */
const AT_ONCE = 40
const LETTER = 20 * 1024 * 1024

let system: System
let photograph: Buffer
let attacker: PersonActor
let accountId: string

beforeAll(async () => {
  system = await startSystem()
  photograph = await sharp({ create: { width: 2_400, height: 1_800, channels: 3, background: '#a0b0c0' } })
    .jpeg()
    .toBuffer()
})
afterAll(() => system?.stop())
beforeEach(async () => {
  const registered = await aRegisteredApplicant()
  attacker = registered.actor
  accountId = registered.accountId
})

async function headersOf(actor: PersonActor): Promise<Record<string, string>> {
  const { name, value } = await cookieFor(actor.sessionId)
  return { cookie: `${name}=${value}`, origin: system.portal.url }
}

async function upload(actor: PersonActor, qualificationId: string) {
  const body = new FormData()
  body.append('file', new File([new Uint8Array(photograph)], '人像面.jpg'))
  const address = new URL(`/api/qualifications/${qualificationId}/documents/ID_PORTRAIT`, system.portal.url)
  const answer = await fetch(address, { method: 'POST', headers: await headersOf(actor), body })
  const { files } = (await answer.json()) as { files?: { fileId: string }[] }
  return { status: answer.status, fileId: files?.[0]?.fileId ?? '' }
}

test('while an account sends 40 files at once, others upload and staff view', async () => {
  const { applicant, id } = await aFullDraft()
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const source = Readable.from([photograph])
  const { fileId } = await uploadReady(applicant.actor, { ...slot, fileName: '人像面.jpg', source })
  await submit(applicant.actor, id)
  const { actor: reviewer } = await aColleague()
  await claimQualification(reviewer, { qualificationId: id })
  const { actor: other, accountId: othersAccount } = await aRegisteredApplicant()
  const othersDraft = await aDraft({ ...other, accountId: othersAccount })
  const { id: draft } = await aDraft({ ...attacker, accountId })

  const flood = Array.from({ length: AT_ONCE }, () => upload(attacker, draft))
  const view = await fetch(new URL(`/api/files/${fileId}/rendition`, system.portal.url), {
    headers: await headersOf(reviewer),
  })
  expect(view.status).toBe(200)
  await view.arrayBuffer()
  const others = await upload(other, othersDraft.id)
  expect(others.status).toBe(201)
  expect(await settled(others.fileId)).toBe('READY')

  // Each waited for its turn, and none was refused.
  for (const { status } of await Promise.all(flood)) expect(status).toBe(201)
})

test('the number of drafts is limited, with a sentence that says what to do', async () => {
  const { cookie = '' } = await headersOf(attacker)
  const begin = async () => {
    const action = 'app/(applicant)/qualifications/new/actions.ts#startQualification'
    const answer = await callAction(system.portal.url, action, [['kind', 'INDIVIDUAL']], { cookie })
    await database().submission.updateMany({ where: { qualification: { accountId } }, data: { draftVersion: 1 } })
    return answer
  }
  for (let count = 0; count < MAX_DRAFTS; count++) expect((await begin()).location).toMatch(/qualifications/)
  expect(await begin()).toMatchObject({ ok: false, error: 'TOO_MANY_DRAFTS' })
  expect(await database().qualification.count({ where: { accountId } })).toBe(MAX_DRAFTS)
})

test('the number of announced uploads is limited', async () => {
  const begin = async (qualificationId: string) => {
    const metadata = tusMetadata({ qualificationId, kind: 'COMMITMENT_LETTER', filename: 'a.pdf' })
    const sent = { 'Tus-Resumable': '1.0.0', 'Upload-Length': `${LETTER}`, 'Upload-Metadata': metadata }
    const headers = { ...(await headersOf(attacker)), ...sent }
    const answer = await fetch(new URL('/api/tus', system.portal.url), { method: 'POST', headers })
    return { status: answer.status, body: await answer.text() }
  }
  const drafts: string[] = []
  while (drafts.length < 6) {
    const { id } = await aDraft({ ...attacker, accountId })
    await database().submission.updateMany({ where: { qualificationId: id }, data: { draftVersion: 1 } })
    drafts.push(id)
  }
  const answers = await Promise.all(drafts.flatMap((draft) => Array.from({ length: 8 }, () => begin(draft))))
  const started = answers.filter(({ status }) => status === 201)
  expect(started).toHaveLength(MAX_UNFINISHED_BYTES / LETTER)
  const refused = answers.find(({ status }) => status !== 201)
  expect(refused?.status).toBe(429)
  expect(JSON.parse(refused?.body ?? '')).toMatchObject({
    code: 'TOO_MANY_UNFINISHED',
    params: { allowedMegabytes: 480 },
  })
})
