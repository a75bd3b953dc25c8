import { createHash, randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { afterEach, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { openFile } from '@/lib/qualifications/files/open-file'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { rememberDevice } from '@/lib/sign-in/sessions/devices'
import { blobStore } from '@/lib/storage/blob-store'
import { attestedBefore } from '@/tests/factories/attestations'
import { eventsAbout } from '@/tests/factories/audit'
import { aCodeFor, age, BROWSER, messagesTo } from '@/tests/factories/codes'
import { aPreparedExport, byCode } from '@/tests/factories/confirmations'
import { signedIn, withOwnPasskey } from '@/tests/factories/factors'
import { aVouchedSession } from '@/tests/factories/handovers'
import { aSubmitted, decide } from '@/tests/factories/journey'
import { aColleague, aMemberOf, anAddress, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { aReadyDraft, IDENTITY, INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { unzipped } from '@/tests/setup/unzipped'
import { requestErasure } from '../erasure/request-erasure'
import { exportAccount } from './export-account'
import { exportQualification } from './export-qualification'
import { sealExportTicket } from './export-ticket'
import { prepareExport } from './prepare-export'

afterEach(() => vi.restoreAllMocks())

async function bytesOf(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of stream) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

async function exported(actor: PersonActor, accountId?: string) {
  const { name, stream } = await exportAccount(actor, await aPreparedExport(actor, accountId))
  const entries = unzipped(await bytesOf(stream))
  return { name, entries, data: JSON.parse(String(entries.get('data.json'))) }
}

const fileAt = (id: string) =>
  database().storedFile.findFirstOrThrow({
    where: { pages: { some: { document: { kind: 'ID_EMBLEM', submission: { qualificationId: id } } } } },
    include: { blobs: true },
  })

async function drop(fileId: string) {
  const blobIds = await transaction((tx) => eraseFiles(tx, [fileId], 'TEST'))
  await finishErasing(blobIds)
}

/** Returns a qualification that was submitted, viewed, exported, and returned with a note. */
async function aStory() {
  const story = await aSubmitted()
  const { id: qualificationId } = story
  const [reviewer, admin] = [(await aColleague()).actor, (await aColleague({ roles: ['ADMIN'] })).actor]
  const { id: fileId } = await fileAt(qualificationId)
  await claimQualification(reviewer, { qualificationId })
  ;(await openFile(reviewer, { fileId, variant: 'RENDITION', page: 0 })).stream.destroy()
  await releaseClaim(reviewer, { qualificationId })
  await exportOriginal(admin, { qualificationId, fileId, reason: 'INSPECTION', note: null })
  await decide(reviewer, qualificationId, { ID_PORTRAIT: 'BLURRED' })
  return { ...story, reviewer, admin }
}

test('it contains each file as it was sent, and every field, decision and view, as its owner may see them', async () => {
  const { applicant, id, reference, reviewer, admin } = await aStory()
  const { name, entries, data } = await exported(applicant.actor)
  expect(name).toMatch(/^zhunxin-\d{4}-\d{2}-\d{2}\.zip$/)

  const paths = INDIVIDUAL_DOCUMENTS.map((kind) => `files/${reference}/${kind}-${kind}.jpg`)
  expect([...entries.keys()].toSorted()).toEqual([...paths, 'README.txt', 'data.json'].toSorted())
  for (const [index, kind] of INDIVIDUAL_DOCUMENTS.entries()) {
    expect(entries.get(paths[index] ?? '')?.equals(await specimen(kind))).toBe(true)
  }
  const readme = String(entries.get('README.txt'))
  for (const said of ['账户资料导出', 'account data export']) expect(readme).toContain(said)

  expect(data).toMatchObject({
    schema: 'zhunxin/account-export',
    version: 3,
    account: { id: applicant.accountId, members: [{ isYou: true }] },
    person: { id: applicant.id, phone: applicant.phone, noticeEmail: null, locale: 'zh-CN' },
    leftOut: [],
    erasures: [],
    erasureRequests: [],
  })
  expect(data.consents).toHaveLength(4)
  expect(data.consents[0]).toMatchObject({ textVersion: '2026-11', text: expect.stringContaining('personal:read') })
  expect(data.attestedConsents).toEqual([])
  expect(data.person.sessions).toHaveLength(1)
  const [qualification, ...others] = data.qualifications
  expect(others).toEqual([])
  expect(qualification).toMatchObject({ id, reference, status: 'CHANGES_REQUESTED', isYours: true, turns: [] })
  const [first, second] = qualification.submissions
  expect(first.fields).toMatchObject({ ...IDENTITY, 'contact.phone': applicant.phone })
  expect(first.senderSignatures).toMatchObject([{ text: '小明书屋', source: 'OWN_NAME' }])
  expect(first.sampleMessages).toEqual(['您订的《红楼梦》到店了，请于本周日前来取。退订回T'])
  expect(second).toMatchObject({ revision: 2, submittedAt: null, decision: null })
  for (const { kind, files } of first.documents) {
    const [file] = files
    const content = entries.get(file.path)
    expect(file).toMatchObject({ isErased: false, name: `${kind}.jpg`, bytes: content?.length })
    expect(file.sha256).toBe(
      createHash('sha256')
        .update(content ?? '')
        .digest('hex'),
    )
  }
  expect(first.documents).toHaveLength(INDIVIDUAL_DOCUMENTS.length)
  expect(first.decision).toMatchObject({ outcome: 'CHANGES_REQUESTED' })
  const refused = first.decision.parts.filter(({ verdict }: { verdict: string }) => verdict === 'REFUSED')
  expect(refused).toMatchObject([
    {
      document: 'ID_PORTRAIT',
      reasons: [{ code: 'BLURRED', name: { 'zh-CN': expect.any(String), en: expect.any(String) } }],
      note: '左下角的号码看不清，请在光线好的地方重新拍。',
    },
  ])
  expect(data.views).toMatchObject([
    { act: 'TAKEN_FOR_REVIEW', role: 'REVIEWER' },
    { act: 'EXPORTED', role: 'ADMINISTRATOR', document: 'ID_EMBLEM', reason: 'INSPECTION' },
    { act: 'VIEWED', role: 'REVIEWER', document: 'ID_EMBLEM', page: 1, reference },
    { act: 'TAKEN_FOR_REVIEW', role: 'REVIEWER' },
  ])
  // Staff are never named.
  for (const staff of [reviewer, admin]) expect(String(entries.get('data.json'))).not.toContain(staff.id)
})

test('it lists the browsers that are known, without what knows them again', async () => {
  const applicant = await aRegisteredApplicant()
  const { secret } = await transaction((tx) => rememberDevice(tx, applicant.id, null))
  const { data } = await exported(applicant.actor)
  const { createdAt, lastSeenAt, secretHash } = await database().knownDevice.findFirstOrThrow({
    where: { userId: applicant.id },
  })
  const times = { createdAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString() }
  expect(data.person.knownDevices).toEqual([times])
  expect(JSON.stringify(data)).not.toContain(secret)
  expect(JSON.stringify(data)).not.toContain(Buffer.from(secretHash).toString('base64'))
})

test('it lists the passkeys by their names, without what verifies them', async () => {
  const applicant = await aRegisteredApplicant()
  const { actor } = await withOwnPasskey(applicant, { name: '我的手机' })
  const { data } = await exported(actor)
  const { createdAt, publicKey } = await database().passkey.findFirstOrThrow({ where: { userId: applicant.id } })
  expect(data.person.passkeys).toEqual([{ name: '我的手机', createdAt: createdAt.toISOString(), lastUsedAt: null }])
  expect(JSON.stringify(data)).not.toContain(Buffer.from(publicKey).toString('base64'))
})

test('it is an event of the account, with how many files, and every member is notified', async () => {
  const { applicant } = await aSubmitted()
  const member = await aMemberOf(applicant.accountId)
  await exported(applicant.actor)
  const events = await eventsAbout(applicant.accountId)
  const data = { files: INDIVIDUAL_DOCUMENTS.length }
  expect(events).toMatchObject([{ action: 'account.exported', actorId: applicant.id, data }])
  expect((await messagesTo(member.phone)).map(({ template }) => template)).toEqual(['ACCOUNT_EXPORTED'])
})

test('it is of one’s own accounts: of one’s first, or of the one that is named', async () => {
  const [applicant, other] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const member = await aMemberOf(other.accountId)
  const draft = await aReadyDraft({ applicant: { ...other.actor, accountId: other.accountId } })

  for (const accountId of [other.accountId, randomUUID(), 'x']) {
    const nothing = { code: 'NOT_FOUND', subjectId: null }
    await expect(aPreparedExport(applicant.actor, accountId)).rejects.toMatchObject(nothing)
    await expect(exportAccount(applicant.actor, { accountId, ticket: '' })).rejects.toMatchObject(nothing)
  }
  const ofNone = { paths: new Map(), leftOut: [] }
  expect(await exportQualification(applicant.actor, draft.id, ofNone)).toBeNull()
  const staff = await aColleague({ roles: ['ADMIN', 'AUDITOR', 'LEAD'] })
  await expect(aPreparedExport(staff.actor)).rejects.toMatchObject({ code: 'NOT_FOUND' })

  // Its files are only rows here: they were never in the store.
  await drop((await fileAt(draft.id)).id)
  await database().documentPage.deleteMany({ where: { document: { submission: { qualificationId: draft.id } } } })
  await attestedBefore(other.accountId)
  const { data } = await exported(member.actor, other.accountId)
  expect(data.attestedConsents).toHaveLength(4)
  expect(data.attestedConsents).toContainEqual({
    ...{ statement: 'PROVISION_TO_CARRIERS', textVersion: '2026-11', locale: 'en', means: 'WEB_PAGE' },
    text: expect.stringContaining('China Mobile'),
    ...{ attestedBy: '短信网关', agreedAt: '2026-01-02T03:04:05.000Z', attestedAt: '2026-01-02T03:04:06.000Z' },
    ...{ reference: 'web/PROVISION_TO_CARRIERS', sha256: null, withdrawnAt: null },
  })
  expect(data.account).toMatchObject({ id: other.accountId, members: [{ isYou: false }, { isYou: true }] })
  expect(JSON.stringify(data.account)).not.toContain(other.phone.slice(3))
  expect(data.qualifications).toMatchObject([{ id: draft.id, isYours: false }])
})

test('data that was erased before is listed as erased, and is not in it', async () => {
  const { applicant, id } = await aSubmitted()
  const { id: fileId } = await fileAt(id)
  await drop(fileId)
  const { entries, data } = await exported(applicant.actor)
  expect([...entries.keys()].filter((path) => path.includes('ID_EMBLEM'))).toEqual([])
  const [{ documents }] = data.qualifications[0].submissions
  const [file] = documents.find(({ kind }: { kind: string }) => kind === 'ID_EMBLEM').files
  expect(file).toMatchObject({ id: fileId, path: null, isErased: true, name: null })
  expect(data.leftOut).toEqual([])
})

test('data that is erased during the export is left out, and named', async () => {
  const { applicant, id, reference } = await aSubmitted()
  const { id: fileId, blobs } = await fileAt(id)
  const original = blobs.find(({ variant }) => variant === 'ORIGINAL')
  const store = blobStore()
  const open = store.open.bind(store)
  vi.spyOn(store, 'open').mockImplementation(async (blobId, range) => {
    if (blobId === original?.id) await drop(fileId) // its row was read, but no byte yet
    return open(blobId, range)
  })
  const { entries, data } = await exported(applicant.actor)
  expect(data.leftOut).toEqual([{ fileId, reference, kind: 'ID_EMBLEM', because: 'ERASED_MEANWHILE' }])
  expect(entries.size).toBe(2 + INDIVIDUAL_DOCUMENTS.length - 1)
})

test('a qualification whose details were erased is marked so, with its certificate', async () => {
  const { applicant, id } = await aSubmitted()
  await age(applicant.phone, 24 * 60 * 60)
  const asked = { accountId: applicant.accountId, qualificationId: id, code: await aCodeFor(applicant, 'ERASURE') }
  const { erasureIds } = await requestErasure(applicant.actor, asked, { address: anAddress(), browser: BROWSER })
  const { entries, data } = await exported(applicant.actor)
  expect(entries.size).toBe(2)
  const [{ submissions, detailsErasedAt }] = data.qualifications
  expect(detailsErasedAt).toEqual(expect.any(String))
  expect(submissions).toMatchObject([{ fields: null, senderSignatures: null, sampleMessages: null, filings: null }])
  expect(data.erasureRequests).toMatchObject([{ state: 'DONE', isYours: true, erasureIds }])
  expect(data.erasures).toMatchObject([{ id: erasureIds[0], schema: 'zhunxin/erasure-certificate' }])
})

test('a blob that is lost, or damaged, ends it as broken: no whole archive comes out', async () => {
  const { applicant, id } = await aSubmitted()
  const { blobs } = await fileAt(id)
  const original = blobs.find(({ variant }) => variant === 'ORIGINAL')
  const fails = async () => {
    const { stream } = await exportAccount(applicant.actor, await aPreparedExport(applicant.actor))
    const pieces: Buffer[] = []
    stream.on('data', (piece: Buffer) => pieces.push(piece))
    const error = await new Promise((resolve) => stream.once('error', resolve).once('end', () => resolve(null)))
    expect(error).toBeInstanceOf(Error)
    expect(() => unzipped(Buffer.concat(pieces))).toThrow()
  }
  const store = blobStore()
  const open = store.open.bind(store)
  vi.spyOn(store, 'open').mockImplementation(async (blobId, range) => {
    const stream = await open(blobId, range)
    if (blobId === original?.id) stream.once('data', () => stream.destroy(new Error('The store went away')))
    return stream
  })
  await fails()
  vi.restoreAllMocks()
  await store.remove(original?.id ?? '')
  await fails()
})

test('a person who is removed from the account during the export gets no more of it', async () => {
  const { applicant, id, reference } = await aSubmitted()
  await aSubmitted({ applicant })
  const { blobs } = await fileAt(id)
  const original = blobs.find(({ variant }) => variant === 'ORIGINAL')
  const store = blobStore()
  const open = store.open.bind(store)
  vi.spyOn(store, 'open').mockImplementation(async (blobId, range) => {
    if (blobId === original?.id) await database().membership.deleteMany({ where: { userId: applicant.id } })
    return open(blobId, range)
  })
  const { data, entries } = await exported(applicant.actor)
  const files = [...entries.keys()].filter((path) => path.startsWith('files/'))
  expect(new Set(files.map((path) => path.split('/')[1]))).toEqual(new Set([reference]))
  expect(data.qualifications).toEqual([])
  expect(data.views).toEqual([])
})

test('one who goes away lets go of what is open', async () => {
  const { applicant } = await aSubmitted()
  const opened: Readable[] = []
  const store = blobStore()
  const open = store.open.bind(store)
  vi.spyOn(store, 'open').mockImplementation(async (blobId, range) => {
    const stream = await open(blobId, range)
    opened.push(stream)
    return stream
  })
  const { stream } = await exportAccount(applicant.actor, await aPreparedExport(applicant.actor))
  await vi.waitUntil(() => opened.length > 0, PATIENCE)
  stream.destroy()
  await vi.waitUntil(() => opened.every((one) => one.destroyed), PATIENCE)
})

test('a ticket downloads that account, in the session that the code led to, for a quarter of an hour', async () => {
  const person = await aRegisteredApplicant()
  const { accountId, id } = person
  const other = await aMemberOf(accountId) // who may see it too
  const { ticket, session } = await prepareExport(person.actor, { accountId }, await byCode(person, 'EXPORT'))
  const actor = await signedIn(session.id)
  const refused = { code: 'FRESH_CODE_NEEDED', subjectId: accountId }
  const attempts: [PersonActor, string][] = [
    [person.actor, ticket], // a copy of the cookie from before
    [await aSession(id, 'APPLICANT'), ticket],
    [other.actor, ticket],
    [actor, ''],
    [actor, `${ticket.slice(0, -4)}AAAA`],
    [actor, (await aPreparedExport(actor, (await aSecondAccount(actor)).accountId)).ticket],
    [actor, await sealExportTicket({ accountId, sessionId: session.id, until: await databaseTime() })],
  ]
  for (const [someone, tried] of attempts) {
    await expect(exportAccount(someone, { accountId, ticket: tried })).rejects.toMatchObject(refused)
  }
  expect(await eventsAbout(accountId, 'account.exported')).toEqual([])
  for (let n = 0; n < 2; n += 1) (await exportAccount(actor, { accountId, ticket })).stream.destroy() // it broke off
  expect(await eventsAbout(accountId, 'account.exported')).toHaveLength(2)
})

test('a session that the platform vouched for exports nothing, nor does a ticket in it', async () => {
  const person = await aRegisteredApplicant()
  const { accountId } = person
  const { actor } = await aVouchedSession(person)
  const refused = { code: 'FORBIDDEN', subjectId: accountId }
  await expect(aPreparedExport(actor, accountId)).rejects.toMatchObject(refused)
  const until = new Date((await databaseTime()).getTime() + MINUTE)
  const ticket = await sealExportTicket({ accountId, sessionId: actor.sessionId, until })
  await expect(exportAccount(actor, { accountId, ticket })).rejects.toMatchObject(refused)
  expect(await eventsAbout(accountId, 'account.exported')).toEqual([])
})

/** Makes the actor a member of one more account. */
async function aSecondAccount(actor: PersonActor) {
  const { accountId } = await aRegisteredApplicant()
  await database().membership.create({ data: { accountId, userId: actor.id } })
  ;(actor.accountIds as string[]).push(accountId)
  return { accountId }
}

test('it is limited by rate', async () => {
  const { actor } = await aRegisteredApplicant()
  const prepared = await aPreparedExport(actor)
  for (let time = 0; time < 6; time += 1) (await exportAccount(actor, prepared)).stream.destroy()
  await expect(exportAccount(actor, prepared)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
})
