import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { markerPool } from '@/lib/imaging/watermark'
import { readOwnViews } from '@/lib/privacy/own-data/read-own-views'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aReadyDraft, aRegisteredApplicant, asShown, submissionOf } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { uploadReady } from '@/tests/factories/uploads'
import { renewQualification } from '../draft/renew-qualification'
import { submitQualification } from '../draft/submit-qualification'
import { openFile } from './open-file'

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  markerPool().close()
})

const upload = async (actor: PersonActor, qualificationId: string) => {
  const source = Readable.from([await plain(800, 640).jpeg().toBuffer()])
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  return uploadReady(actor, { ...slot, fileName: '正面.jpg', source })
}

const look = (actor: PersonActor, fileId: string, variant: 'RENDITION' | 'THUMBNAIL' = 'RENDITION', page = 0) =>
  openFile(actor, { fileId, variant, page })
const shownBytes = ({ stream }: Awaited<ReturnType<typeof look>>) => buffer(stream)
const viewsOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action === 'document.viewed')

async function submitted() {
  const { applicant, id } = await aReadyDraft()
  const { fileId } = await upload(applicant, id)
  await submitQualification(applicant, await asShown(applicant, id))
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

test('its applicants see it, as a newly encoded picture', async () => {
  const { applicant, id, fileId } = await submitted()
  for (const variant of ['RENDITION', 'THUMBNAIL'] as const) {
    const shown = await look(applicant, fileId, variant)
    const bytes = await buffer(shown.stream)
    expect(shown).toMatchObject({ mediaType: 'image/jpeg', name: '正面.jpg', size: bytes.length })
    expect((await sharp(bytes).metadata()).format).toBe('jpeg')
  }
  expect(await viewsOf(id)).toEqual([])
})

test('a reviewer’s view is marked in a child of its case', async () => {
  const [one, other] = [await submitted(), await submitted()]
  const reviewer = await someStaff()
  const marking = vi.spyOn(markerPool(), 'decode')
  for (const { id, fileId } of [one, other]) {
    await claim(id, reviewer)
    await buffer((await look(reviewer, fileId)).stream)
  }
  const cases = [one, other].map(({ id }) => ({ owner: id, sender: reviewer.id }))
  expect(marking.mock.calls.map(([, , whose]) => whose)).toEqual(cases)
  marking.mockRestore()
})

test('a reviewer sees it while they hold the claim, and each view is an event', async () => {
  const { id, fileId } = await submitted()
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

test('repeated and concurrent requests within five minutes of a session are one view', async () => {
  const { id, fileId } = await submitted()
  const reviewer = await someStaff()
  await claim(id, reviewer, 60)
  await Promise.all(Array.from({ length: 5 }, () => look(reviewer, fileId)))
  await look(reviewer, fileId)
  expect(await viewsOf(id)).toHaveLength(1)

  const startedAgo = (seconds: number) =>
    database().$executeRaw`
      UPDATE document_views SET at = clock_timestamp() - make_interval(secs => ${seconds}::int)
      WHERE file_id = ${fileId}::uuid`
  await startedAgo(290)
  await look(reviewer, fileId)
  expect(await viewsOf(id)).toHaveLength(1)
  await startedAgo(301)
  await Promise.all([look(reviewer, fileId), look(reviewer, fileId)])
  expect(await viewsOf(id)).toHaveLength(2)
  await look({ ...reviewer, sessionId: randomUUID() }, fileId)
  expect(await viewsOf(id)).toHaveLength(3)
})

test('viewing the upload of another member is one event for each view; viewing one’s own is none', async () => {
  const { applicant, id, fileId } = await submitted()
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
  expect(await viewsOf(id)).toEqual([]) // those are events of staff

  const view = { act: 'VIEWED', role: 'MEMBER', qualificationId: id, kind: 'ID_PORTRAIT', page: 1 }
  for (const reader of [applicant, (await readSession(member.actor.sessionId)) ?? member.actor]) {
    expect((await readOwnViews(reader)).views).toMatchObject([
      { ...view, isThumbnail: true },
      { ...view, isThumbnail: false },
    ])
  }
})

test('a member sees nothing when the event can’t be recorded', async () => {
  const { applicant, fileId } = await submitted()
  const { actor } = await aMemberOf(applicant.accountId)
  const broken = { ...actor, sessionId: 'none' } // no view can be recorded for it
  await expect(look(broken, fileId)).rejects.toThrow()
})

test('a missing page is no view', async () => {
  const { id, fileId } = await submitted()
  const reviewer = await someStaff()
  await claim(id, reviewer)
  await expect(look(reviewer, fileId, 'RENDITION', 1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await viewsOf(id)).toEqual([])
})

test('the pixels contain who views what and when, differently for each reviewer', async () => {
  const { id, fileId, applicant } = await submitted()
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

test('an erased file can’t be viewed', async () => {
  const { fileId, applicant } = await submitted()
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })
  const erased = { wrapped: new Uint8Array(), erasedAt: new Date() }
  await database().dataKey.update({ where: { id: dataKeyId }, data: erased })
  await expect(look(applicant, fileId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a view of a file that a renewal took over is an event of the claimed qualification', async () => {
  const { id, fileId, applicant } = await submitted()
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

test('nobody else sees it, and drafts are not found by staff', async () => {
  const { id, fileId, applicant } = await submitted()
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
