import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/auth/actor'
import { readSession } from '@/lib/auth/sessions'
import { database } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { markerPool } from '@/lib/imaging/watermark'
import { readOwnViews } from '@/lib/privacy/read-own-views'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aReadyDraft, aRegisteredApplicant, submissionOf } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { openFile } from './open-file'
import { renewQualification } from './renew-qualification'
import { submitQualification } from './submit-qualification'
import { takeInDocument } from './take-in-document'

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  markerPool().close()
})

const upload = async (actor: PersonActor, qualificationId: string) => {
  const source = Readable.from([await plain(800, 640).jpeg().toBuffer()])
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  return takeInDocument(actor, { ...slot, fileName: '正面.jpg', source })
}

const look = (actor: PersonActor, fileId: string, variant: 'RENDITION' | 'THUMBNAIL' = 'RENDITION', page = 0) =>
  openFile(actor, { fileId, variant, page })
const shownBytes = ({ stream }: Awaited<ReturnType<typeof look>>) => buffer(stream)
const viewsOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action === 'document.viewed')

async function handedIn() {
  const { applicant, id } = await aReadyDraft()
  const { fileId } = await upload(applicant, id)
  const { draftVersion } = await submissionOf(id)
  await submitQualification(applicant, { qualificationId: id, revision: 1, draftVersion })
  return { applicant, id, fileId }
}
const claim = (id: string, reviewer: PersonActor, minutes = 15) =>
  database().qualification.update({
    where: { id },
    data: {
      status: 'IN_REVIEW',
      reviewerId: reviewer.id,
      claimedAt: new Date(),
      leaseEndsAt: new Date(Date.now() + minutes * 60_000),
    },
  })

test('its applicants see it, as a picture drawn anew', async () => {
  const { applicant, id, fileId } = await handedIn()
  for (const variant of ['RENDITION', 'THUMBNAIL'] as const) {
    const shown = await look(applicant, fileId, variant)
    const bytes = await buffer(shown.stream)
    expect(shown).toMatchObject({ mediaType: 'image/jpeg', name: '正面.jpg', size: bytes.length })
    expect((await sharp(bytes).metadata()).format).toBe('jpeg')
  }
  expect(await viewsOf(id)).toEqual([])
})

test('a reviewer sees it while they hold the claim, and each view is an event', async () => {
  const { id, fileId } = await handedIn()
  const reviewer = await someStaff()
  await expect(look(reviewer, fileId)).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  await claim(id, reviewer)
  await buffer((await look(reviewer, fileId)).stream)
  await buffer((await look(reviewer, fileId, 'THUMBNAIL')).stream)
  const seen = { kind: 'ID_PORTRAIT', fileId, page: 1 }
  expect(await viewsOf(id)).toMatchObject([
    { actorId: reviewer.id, version: 2, data: { ...seen, variant: 'RENDITION' } },
    { actorId: reviewer.id, version: 2, data: { ...seen, variant: 'THUMBNAIL' } },
  ])
  await expect(look(await someStaff(), fileId)).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  await claim(id, reviewer, -1)
  await expect(look(reviewer, fileId)).rejects.toMatchObject({ code: 'CLAIM_LOST' })
})

test('asked for again and again, and at once, it is one view; for five minutes, and in that session', async () => {
  const { id, fileId } = await handedIn()
  const reviewer = await someStaff()
  await claim(id, reviewer, 60)
  await Promise.all(Array.from({ length: 5 }, () => look(reviewer, fileId)))
  await look(reviewer, fileId)
  expect(await viewsOf(id)).toHaveLength(1)

  const begunAgo = (seconds: number) =>
    database().$executeRaw`
      UPDATE document_views SET at = clock_timestamp() - make_interval(secs => ${seconds}::int)
      WHERE file_id = ${fileId}::uuid`
  await begunAgo(290)
  await look(reviewer, fileId)
  expect(await viewsOf(id)).toHaveLength(1)
  await begunAgo(301)
  await Promise.all([look(reviewer, fileId), look(reviewer, fileId)])
  expect(await viewsOf(id)).toHaveLength(2)
  await look({ ...reviewer, sessionId: randomUUID() }, fileId)
  expect(await viewsOf(id)).toHaveLength(3)
})

test('what another member uploaded is an event for who looks at it, once a view; what one uploaded oneself is none', async () => {
  const { applicant, id, fileId } = await handedIn()
  const member = await aMemberOf(applicant.accountId)
  const first = await look(member.actor, fileId)
  await Promise.all([first, ...(await Promise.all([1, 2, 3].map(() => look(member.actor, fileId))))].map(shownBytes))
  await shownBytes(await look(member.actor, fileId, 'THUMBNAIL'))
  const seen = { revision: 1, kind: 'ID_PORTRAIT', fileId, page: 1 }
  const by = { actorId: member.id, capabilities: ['qualification.own'] }
  expect(await eventsAbout(id, 'document.viewed_by_member')).toMatchObject([
    { ...by, data: { ...seen, variant: 'RENDITION' } },
    { ...by, data: { ...seen, variant: 'THUMBNAIL' } },
  ])
  await shownBytes(await look(applicant, fileId))
  expect(await eventsAbout(id, 'document.viewed_by_member')).toHaveLength(2)
  expect(await viewsOf(id)).toEqual([]) // which are of staff

  const told = { act: 'VIEWED', role: 'MEMBER', qualificationId: id, kind: 'ID_PORTRAIT', page: 1 }
  for (const reader of [applicant, (await readSession(member.actor.sessionId)) ?? member.actor]) {
    expect((await readOwnViews(reader)).views).toMatchObject([
      { ...told, isThumbnail: true },
      { ...told, isThumbnail: false },
    ])
  }
})

test('without its event a member is shown nothing', async () => {
  const { applicant, fileId } = await handedIn()
  const { actor } = await aMemberOf(applicant.accountId)
  const broken = { ...actor, sessionId: 'none' } // which the note of a view refuses
  await expect(look(broken, fileId)).rejects.toThrow()
})

test('a page that there is not is no view', async () => {
  const { id, fileId } = await handedIn()
  const reviewer = await someStaff()
  await claim(id, reviewer)
  await expect(look(reviewer, fileId, 'RENDITION', 1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await viewsOf(id)).toEqual([])
})

test('who looks, when and at what stands in the pixels, and in nobody else’s', async () => {
  const { id, fileId, applicant } = await handedIn()
  const reviewer = await someStaff({ name: '钱审核' })
  await claim(id, reviewer)
  const seenBy = async (actor: PersonActor, variant: 'RENDITION' | 'THUMBNAIL' = 'RENDITION') =>
    sharp(await buffer((await look(actor, fileId, variant)).stream))
      .raw()
      .toBuffer({ resolveWithObject: true })
  for (const variant of ['RENDITION', 'THUMBNAIL'] as const) {
    const [own, marked] = await Promise.all([seenBy(applicant, variant), seenBy(reviewer, variant)])
    expect(marked.info).toMatchObject({ width: own.info.width, height: own.info.height })
    expect(marked.data.equals(own.data)).toBe(false)
    expect((await seenBy(reviewer, variant)).data.equals(marked.data)).toBe(true) // the same view
  }
  const first = await seenBy(reviewer)
  const another = await someStaff({ name: '孙审核' })
  await claim(id, another)
  await database().$executeRaw`
    INSERT INTO document_views SELECT ${another.sessionId}::uuid, qualification_id, file_id, variant, page, at
    FROM document_views WHERE session_id = ${reviewer.sessionId}::uuid`
  expect((await seenBy(another)).data.equals(first.data)).toBe(false) // by the name alone
})

test('of an erased file nothing is left to see', async () => {
  const { fileId, applicant } = await handedIn()
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })
  const erased = { wrapped: new Uint8Array(), erasedAt: new Date() }
  await database().dataKey.update({ where: { id: dataKeyId }, data: erased })
  await expect(look(applicant, fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('of a file that a renewal took over, the one that they hold counts', async () => {
  const { id, fileId, applicant } = await handedIn()
  await database().qualification.update({
    where: { id },
    data: { status: 'EXPIRED', validUntil: new Date(0) },
  })
  const { id: renewal } = await renewQualification(applicant, { qualificationId: id })
  const reviewer = await someStaff()
  await expect(look(reviewer, fileId)).rejects.toMatchObject({ code: 'CLAIM_LOST' })
  const { id: submissionId } = await submissionOf(renewal)
  await database().submission.update({
    where: { id: submissionId },
    data: { submittedAt: new Date(), submittedById: applicant.id },
  })
  await database().qualification.update({ where: { id: renewal }, data: { firstSubmittedAt: new Date() } })
  await claim(renewal, reviewer)
  await buffer((await look(reviewer, fileId)).stream)
  expect(await viewsOf(renewal)).toHaveLength(1)
  expect(await viewsOf(id)).toEqual([])
})

test('nobody else does, and staff know of no draft', async () => {
  const { id, fileId, applicant } = await handedIn()
  await expect(look(await aRegisteredApplicant(), fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(look(await someStaff({ roles: ['ADMIN'] }), fileId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  await expect(look(await someStaff({ roles: ['AUDITOR'] }), fileId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const draft = await aDraft()
  const mine = await upload(draft.applicant, draft.id)
  await expect(look(await someStaff(), mine.fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })

  const reopened = await aReadyDraft()
  await database().qualification.update({ where: { id: reopened.id }, data: { status: 'CHANGES_REQUESTED' } })
  const redone = await upload(reopened.applicant, reopened.id)
  await expect(look(await someStaff(), redone.fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })

  const insider = { ...(await someStaff()), accountIds: [applicant.accountId] }
  await claim(id, insider)
  await expect(look(insider, fileId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
