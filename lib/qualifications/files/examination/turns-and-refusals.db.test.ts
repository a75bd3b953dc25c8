import { describe, expect, test, vi } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import * as drawing from '@/lib/documents/draw-pages'
import { areFilesWaiting } from '@/lib/documents/examination/backlog'
import { claimFile, extendLease, releaseFile } from '@/lib/documents/examination/claim-file'
import { type FileEvent, fileEvents } from '@/lib/documents/examination/file-events'
import { listenToFiles } from '@/lib/documents/examination/listen-to-files'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { StartRefusedError } from '@/lib/imaging/decoder/decoding-rule'
import { blobStore } from '@/lib/storage/blob-store'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft } from '@/tests/factories/qualifications'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { readDraft } from '../../draft/read-draft'
import { removeDocumentPage } from '../remove-document-page'
import { startUpload } from '../start-upload'
import { examineAll, examineNext } from './examine-next'
import { again, examineHere, expectNoOrphans, fileOf, picture, send, slotOf, tiny } from './testing/received'

examineHere()

describe('a refused file', () => {
  test('is erased, says why in its slot, and counts for nothing', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await tiny())
    await examineAll()
    const [refused] = (await slotOf(applicant, id)).refused
    expect(refused).toMatchObject({ fileId, code: 'FILE_LOW_RESOLUTION', params: { shortSide: 300, required: 600 } })
    const file = await database().storedFile.findUniqueOrThrow({ where: { id: fileId }, include: { dataKey: true } })
    expect([file.nameSealed.length, file.dataKey.wrapped.length]).toEqual([0, 0])
    expect((await eventsAbout(id)).at(-1)).toMatchObject({
      action: 'document.refused',
      actorKind: 'SYSTEM',
      data: { fileId, code: 'FILE_LOW_RESOLUTION' },
    })
    await expectNoOrphans()
    expect((await readDraft(applicant, id))?.problems.some(({ place }) => place.on === 'DOCUMENT')).toBe(true)
  })

  test('leaves the file before it, and goes with the next upload or when it is dismissed', async () => {
    const { applicant, id } = await aDraft()
    const { fileId: good } = await send(applicant, id, await picture())
    await examineAll()
    const { fileId: bad } = await send(applicant, id, await tiny())
    await examineAll()
    expect(await slotOf(applicant, id)).toMatchObject({ pages: [good], refused: [{ fileId: bad }] })
    await removeDocumentPage(applicant, { qualificationId: id, fileId: bad })
    expect(await slotOf(applicant, id)).toEqual({ pages: [good], waiting: [], refused: [] })
    await send(applicant, id, await tiny())
    await examineAll()
    const { fileId: next } = await send(applicant, id, await picture())
    expect(await slotOf(applicant, id)).toMatchObject({ pages: [good], waiting: [{ fileId: next }], refused: [] })
  })
})

describe('turns', () => {
  test('go around: an account with one file waits for one of each other', async () => {
    const [many, few] = [await aDraft(), await aDraft()]
    for (let count = 0; count < 3; count += 1)
      await send(many.applicant, many.id, await picture(), { kind: 'SUPPORTING' })
    await send(few.applicant, few.id, await picture())
    const turns: boolean[] = []
    for (let count = 0; count < 4; count += 1) {
      const claimed = await claimFile()
      turns.push(claimed?.accountId === few.applicant.accountId)
      if (claimed) await releaseFile(claimed, { seconds: 3_600, isInnocent: true })
    }
    expect(turns).toEqual([false, true, false, false])
    await again()
  })

  test('last for a while: files of an account whose child is there go first', async () => {
    const [many, few] = [await aDraft(), await aDraft()]
    for (let count = 0; count < 2; count += 1)
      await send(many.applicant, many.id, await picture(), { kind: 'SUPPORTING' })
    await send(few.applicant, few.id, await picture())
    const inTurn = [newId(), many.applicant.accountId]
    const turns = [await claimFile(), await claimFile(inTurn), await claimFile(inTurn)]
    const [mine, theirs] = [many.applicant.accountId, few.applicant.accountId]
    expect(turns.map((claimed) => claimed?.accountId)).toEqual([mine, mine, theirs])
    await again()
  })

  test('are what the pool says, and a child decodes files of one account', async () => {
    const [one, other] = [await aDraft(), await aDraft()]
    await send(one.applicant, one.id, await picture())
    await send(other.applicant, other.id, await picture())
    const decoding = vi.spyOn(decoderPool(), 'decode')
    vi.spyOn(decoderPool(), 'ownersInTurn', 'get').mockReturnValue([other.applicant.accountId])
    while (await examineNext()); // one after another: two at once come to the pool in any order
    const accounts = [other, one].map(({ applicant }) => applicant.accountId)
    expect(decoding.mock.calls.map(([, , whose]) => whose)).toEqual(
      accounts.map((account) => ({ owner: account, sender: account })),
    )
  })

  test('several at once claim different files, and a lease that is over is claimed again', async () => {
    const { applicant, id } = await aDraft()
    for (let count = 0; count < 4; count += 1) await send(applicant, id, await picture(), { kind: 'SUPPORTING' })
    const claimed = await Promise.all(Array.from({ length: 6 }, () => claimFile()))
    expect(new Set(claimed.flatMap((one) => one?.id ?? [])).size).toBe(4)
    const first = claimed.find((one) => one !== null)
    if (!first) throw new Error('Nothing was claimed')
    await database()
      .$executeRaw`UPDATE stored_files SET leased_until = clock_timestamp() - interval '1 second' WHERE id = ${first.id}::uuid`
    expect(await claimFile()).toMatchObject({ id: first.id, attempts: 2 })
    const { leasedUntil } = await fileOf(first.id)
    await extendLease(first) // it is another's by now
    await releaseFile(first, { seconds: 0, isInnocent: false })
    expect((await fileOf(first.id)).leasedUntil).toEqual(leasedUntil)
    await again()
  })

  test('an examination says whether another file waits, and when it knows', async () => {
    const { applicant, id } = await aDraft()
    for (let count = 0; count < 2; count += 1) await send(applicant, id, await picture(), { kind: 'SUPPORTING' })
    const others: string[] = []
    const { drawPages } = drawing
    vi.spyOn(drawing, 'drawPages').mockImplementation(async (...given) => {
      others.push('drawn')
      return drawPages(...given)
    })
    expect(await examineNext(() => others.push('others'))).toBe(true)
    expect(await examineNext(() => others.push('others'))).toBe(false)
    expect(others).toEqual(['others', 'drawn', 'drawn'])
    expect((await slotOf(applicant, id, 'SUPPORTING')).pages.length).toBe(2)
    expect(await examineNext()).toBe(false)
  })

  test('a result counts only if nobody claimed the file since', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    const { drawPages } = drawing
    vi.spyOn(drawing, 'drawPages').mockImplementationOnce(async (...given) => {
      await database().$executeRaw`UPDATE stored_files SET attempts = attempts + 1 WHERE id = ${fileId}::uuid`
      return drawPages(...given)
    })
    await examineNext()
    expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED' })
    await expectNoOrphans()
    await database().$executeRaw`UPDATE stored_files SET leased_until = NULL WHERE id = ${fileId}::uuid`
    await examineAll()
    expect(await fileOf(fileId)).toMatchObject({ state: 'READY' })
  })
})

describe('failures', () => {
  test('a file whose decoder is killed each time is refused after three', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    const killed = vi.spyOn(drawing, 'drawPages').mockRejectedValue(new DomainError('TRY_AGAIN', 'killed by SIGKILL'))
    for (let count = 1; count <= 3; count += 1) {
      expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED', attempts: count - 1 })
      await again()
      await examineNext()
    }
    killed.mockRestore()
    expect((await slotOf(applicant, id)).refused).toMatchObject([{ fileId, code: 'FILE_NOT_EXAMINED' }])
    await expectNoOrphans()
  })

  const refuseStart = () => vi.spyOn(drawing, 'drawPages').mockRejectedValue(new StartRefusedError())
  const loseStore = () =>
    vi.spyOn(blobStore(), 'open').mockRejectedValue(new StoreUnavailableError({ code: 'ECONNREFUSED' }))
  test.each([
    ['the store is away', loseStore],
    ['its decoder could read the keyring', refuseStart],
  ])('while %s, a file waits as long as it takes, though its decoder was killed twice', async (_, fail) => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    await database().$executeRaw`UPDATE stored_files SET attempts = 2 WHERE id = ${fileId}::uuid`
    const away = fail()
    for (let count = 0; count < 12; count += 1) {
      await again()
      await examineNext()
    }
    away.mockRestore()
    expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED', attempts: 2 })
    await again()
    await examineNext()
    expect(await fileOf(fileId)).toMatchObject({ state: 'READY' })
  })

  test('a file that was lost, or that stops the portal each time, is refused in the end', async () => {
    const { applicant, id } = await aDraft()
    const { fileId } = await send(applicant, id, await picture())
    await blobStore().remove((await fileOf(fileId)).blobs[0]?.id ?? '')
    for (let count = 0; count < 11; count += 1) {
      expect(await fileOf(fileId)).toMatchObject({ state: 'RECEIVED' })
      await again()
      await examineNext()
    }
    expect(await fileOf(fileId)).toMatchObject({ state: 'REFUSED', refusal: 'FILE_NOT_EXAMINED' })
  })
})

describe('a backlog', () => {
  const wait = (seconds: number, accountId: string) =>
    database().$executeRaw`
      UPDATE stored_files SET created_at = clock_timestamp() - make_interval(secs => ${seconds}::int)
      WHERE state = 'RECEIVED' AND account_id = ${accountId}::uuid`

  test('refuses further uploads once everyone waits for a minute, before a byte is read', async () => {
    const [first, second] = [await aDraft(), await aDraft()]
    await send(first.applicant, first.id, await picture())
    await wait(30, first.applicant.accountId)
    expect(await areFilesWaiting({ seconds: 60 })).toBe(false)
    await send(second.applicant, second.id, await picture())
    await wait(61, first.applicant.accountId)
    expect(await areFilesWaiting({ seconds: 60 })).toBe(true)
    const behind = { code: 'EXAMINATION_BEHIND', params: { seconds: 30 } }
    await expect(send(second.applicant, second.id, await picture())).rejects.toMatchObject(behind)
    const slot = { qualificationId: second.id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
    const announced = { ...slot, id: newId(), fileName: 'a.png', size: 9 }
    await expect(startUpload(second.applicant, announced)).rejects.toMatchObject(behind)
    await examineAll()
    await send(second.applicant, second.id, await picture())
  })

  test('of one account, whose turns come, refuses that account alone', async () => {
    const [many, other] = [await aDraft(), await aDraft()]
    for (let count = 0; count < 2; count += 1)
      await send(many.applicant, many.id, await picture(), { kind: 'SUPPORTING' })
    await examineNext()
    await wait(61, many.applicant.accountId)
    await expect(send(many.applicant, many.id, await picture())).rejects.toMatchObject({ code: 'EXAMINATION_BEHIND' })
    await send(other.applicant, other.id, await picture())
  })
})

test('each portal hears of what happens to a file, once it is committed', async () => {
  const heard: FileEvent[] = []
  const resumed = new Promise<void>((resolve) => fileEvents().once('resumed', resolve))
  fileEvents().on('file', (event) => heard.push(event))
  const listening = listenToFiles()
  await resumed
  const { applicant, id } = await aDraft()
  const { fileId } = await send(applicant, id, await picture())
  await examineAll()
  const about = { accountId: applicant.accountId, qualificationId: id, fileId }
  await vi.waitUntil(() => heard.length >= 2, PATIENCE)
  expect(heard).toEqual([
    { ...about, state: 'RECEIVED' },
    { ...about, state: 'READY' },
  ])
  const stopping = vi.fn()
  fileEvents().once('stopping', stopping)
  await listening.stop()
  expect(stopping).toHaveBeenCalled()
})
