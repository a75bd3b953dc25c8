import { beforeEach, describe, expect, test, vi } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { DAY } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey, DataKeyErasedError, dataKey } from '@/lib/crypto/data-keys'
import { database, type Tx, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { finishErasing } from '@/lib/documents/erase-files'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { publishRuleDraft } from '@/lib/rulebook/editing/publish-rule-draft'
import { saveRuleDraft } from '@/lib/rulebook/editing/save-rule-draft'
import { startRuleDraft } from '@/lib/rulebook/editing/start-rule-draft'
import { DEFAULT_RETENTION } from '@/lib/rulebook/retention'
import { eventsAbout } from '@/tests/factories/audit'
import { rewriteAsOwner } from '@/tests/factories/audit-log'
import { type Ending, endedAgo } from '@/tests/factories/endings'
import { aLegalHold } from '@/tests/factories/holds'
import { anAdministrator } from '@/tests/factories/people'
import { aReadyDraft, aRegisteredApplicant, INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { eraseQualification } from '../erasure/erase-qualification'
import { tryLockErasing } from '../erasure/erasing-lock'
import { ErasureRecord } from '../erasure/erasure-record'
import { fulfilRequest } from '../erasure/fulfil-request'
import { placeLegalHold } from '../holds/place-legal-hold'
import { eraseDue } from './erase-due'

/** Runs between a batch's read and its check for holds. */
let beforeAsking: (() => Promise<unknown>) | null = null
vi.mock(import('../holds/holds'), async (original) => {
  const { heldAmong } = await original()
  return {
    heldAmong: async (...asked) => {
      const first = beforeAsking
      beforeAsking = null
      await first?.()
      return heldAmong(...asked)
    },
  }
})
vi.mock(import('@/lib/documents/erase-files'), async (original) => {
  const { finishErasing: really, ...rest } = await original()
  return { ...rest, finishErasing: vi.fn(really) }
})
let logged: unknown[] = []
vi.mock(import('@/lib/core/log'), async (original) => ({
  ...(await original()),
  logBug: (_error, about) => void logged.push(about),
}))

/** Each test has the due rows to itself: rows of other tests are retained permanently. */
beforeEach(async () => {
  logged = []
  beforeAsking = null
  const { id: placedById } = await someStaff({ roles: ['ADMIN'] })
  const left = await database().qualification.findMany({ where: { legalHolds: { none: { liftedAt: null } } } })
  await transaction(async (tx) => {
    const { id: dataKeyId } = await createDataKey(tx)
    await tx.legalHold.createMany({
      data: left.map(({ id }) => ({ qualificationId: id, reason: 'DISPUTE', dataKeyId, placedById })),
    })
  })
})

const HOURS = 1 / 24

async function anEnded(ending: Ending, days: number, applicant?: Awaited<ReturnType<typeof aRegisteredApplicant>>) {
  const draft = await aReadyDraft(applicant ? { applicant } : {})
  await endedAgo(draft.id, ending, days)
  return draft
}

const rowOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
/** Returns what of it is erased. */
async function goneOf(id: string): Promise<string[]> {
  const { documentsErasedAt, detailsErasedAt } = await rowOf(id)
  return [...(documentsErasedAt ? ['DOCUMENTS'] : []), ...(detailsErasedAt ? ['DETAILS'] : [])]
}
const ALL = ['DOCUMENTS', 'DETAILS'] as const
const filesOf = (id: string) =>
  database().storedFile.findMany({
    where: { pages: { some: { document: { submission: { qualificationId: id } } } } },
    include: { dataKey: true },
  })
const erasuresOf = (qualificationId: string) =>
  database().erasure.findMany({ where: { qualificationId }, orderBy: { at: 'asc' } })

describe('by the built-in rules', () => {
  test.each<[Ending, number]>([
    ['REJECTED', 90],
    ['WITHDRAWN', 90],
    ['LAPSED', 90],
    ['EXPIRED', 730],
    ['REVOKED', 730],
  ])('a qualification that is %s is erased %i days later, and not an hour earlier', async (ending, days) => {
    const [due, early] = [await anEnded(ending, days), await anEnded(ending, days - HOURS)]
    await eraseDue()
    expect([await goneOf(due.id), await goneOf(early.id)]).toEqual([ALL, []])
  })

  test('for one that was revoked after its validity, the end of validity counts', async () => {
    const { id } = await anEnded('REVOKED', 1)
    await database().qualification.update({ where: { id }, data: { validUntil: new Date(Date.now() - 731 * DAY) } })
    await eraseDue()
    expect(await goneOf(id)).toEqual(ALL)
  })

  test('one in progress stays, no matter how old; also one that has not expired yet', async () => {
    const [draft, approved] = [await aReadyDraft(), await aReadyDraft()]
    const old = new Date(Date.now() - 5_000 * DAY)
    await database().qualification.update({ where: { id: draft.id }, data: { createdAt: old } })
    await database().qualification.update({ where: { id: approved.id }, data: { status: 'APPROVED', validUntil: old } })
    await eraseDue()
    expect([await goneOf(draft.id), await goneOf(approved.id)]).toEqual([[], []])
  })
})

test('its key, its files and its words go; a record and an event by the clock are left', async () => {
  const { id } = await anEnded('REJECTED', 91)
  await eraseDue()

  await expect(dataKey(database(), (await rowOf(id)).dataKeyId)).rejects.toBeInstanceOf(DataKeyErasedError)
  const files = await filesOf(id)
  expect(files).toHaveLength(INDIVIDUAL_DOCUMENTS.length)
  expect(files.every((file) => file.dataKey.erasedAt !== null)).toBe(true)
  const [erasure, ...others] = await erasuresOf(id)
  expect(others).toEqual([])
  expect(erasure).toMatchObject({ scopes: ALL, cause: 'RETENTION', requestId: null })
  expect(ErasureRecord.parse(erasure?.record).files).toHaveLength(INDIVIDUAL_DOCUMENTS.length)
  const events = await eventsAbout(id, 'qualification.erased')
  expect(events).toMatchObject([{ actorKind: 'SYSTEM', actorId: null }])
  expect(events[0]?.data).toEqual({
    erasureId: erasure?.id,
    scopes: ALL,
    cause: 'RETENTION',
    requestId: null,
    files: INDIVIDUAL_DOCUMENTS.length,
  })
})

test('erased data is not erased again', async () => {
  const { id } = await anEnded('WITHDRAWN', 91)
  await eraseDue()
  expect(await eraseDue()).toBe(0)
  expect(await erasuresOf(id)).toHaveLength(1)
  expect(await eventsAbout(id, 'qualification.erased')).toHaveLength(1)
})

test('each follows the rules that it was started under; documents may be erased before details', async () => {
  const before = await anEnded('REJECTED', 40)
  const administrator = await anAdministrator()
  const { id: draftId } = await startRuleDraft(administrator, { kind: 'RULEBOOK', basedOn: BUILT_IN_RULEBOOK.version })
  const retention = { ...DEFAULT_RETENTION, REJECTED: { documentsDays: 30, detailsDays: 60 } }
  const { edits } = await saveRuleDraft(administrator, {
    draftId,
    edits: 0,
    content: { ...BUILT_IN_RULEBOOK, retention },
  })
  await publishRuleDraft(administrator, { draftId, edits })
  const [early, since, late] = [
    await anEnded('REJECTED', 29.9),
    await anEnded('REJECTED', 40),
    await anEnded('REJECTED', 61),
  ]
  await eraseDue()
  expect(await Promise.all([before, early, since, late].map(({ id }) => goneOf(id)))).toEqual([
    [],
    [],
    ['DOCUMENTS'],
    ALL,
  ])

  await endedAgo(since.id, 'REJECTED', 60)
  await eraseDue()
  expect(await goneOf(since.id)).toEqual(ALL)
  const records = (await erasuresOf(since.id)).map(({ scopes, record }) => [
    scopes.join(),
    ErasureRecord.parse(record).files.length,
    ErasureRecord.parse(record).details?.senderSignatures,
  ])
  expect(records).toEqual([
    ['DOCUMENTS', INDIVIDUAL_DOCUMENTS.length, undefined],
    ['DOCUMENTS,DETAILS', 0, 1],
  ])
})

describe('held data', () => {
  test('itself, or its account, stays; its likes go', async () => {
    const admin = await someStaff({ roles: ['ADMIN'] })
    const [one, ofAccount, free] = [
      await anEnded('REJECTED', 91),
      await anEnded('REJECTED', 91),
      await anEnded('REJECTED', 91),
    ]
    const because = { reason: 'DISPUTE', note: null } as const
    const submitted = { where: { id: { in: [one.id, ofAccount.id] } }, data: { firstSubmittedAt: new Date() } }
    await database().qualification.updateMany(submitted)
    await placeLegalHold(admin, { qualificationId: one.id, covers: 'QUALIFICATION', ...because })
    await placeLegalHold(admin, { qualificationId: ofAccount.id, covers: 'ACCOUNT', ...because })
    await eraseDue()
    expect(await Promise.all([one, ofAccount, free].map(({ id }) => goneOf(id)))).toEqual([[], [], ALL])

    await database().legalHold.updateMany({
      where: { OR: [{ qualificationId: one.id }, { accountId: ofAccount.applicant.accountId }] },
      data: { liftedAt: new Date(), liftedById: admin.id },
    })
    await eraseDue()
    expect(await Promise.all([one, ofAccount].map(({ id }) => goneOf(id)))).toEqual([ALL, ALL])
  })

  test('since it was found, is seen by who asks after the lock; the others of the batch go', async () => {
    const [held, free] = [await anEnded('REJECTED', 92), await anEnded('REJECTED', 91)]
    const { id: placedById } = await someStaff({ roles: ['ADMIN'] })
    const { id: dataKeyId } = await transaction(createDataKey)
    beforeAsking = () =>
      // The hold was placed after the batch's snapshot and before its lock; by now its foreign key would wait.
      rewriteAsOwner(
        `INSERT INTO legal_holds (id, qualification_id, reason, data_key_id, placed_by_id)
         VALUES (gen_random_uuid(), '${held.id}', 'DISPUTE', '${dataKeyId}', '${placedById}')`,
      )
    await eraseDue()
    expect(await Promise.all([held, free].map(({ id }) => goneOf(id)))).toEqual([[], ALL])
    expect(logged).toEqual([])
  })

  test('while an erasure of it waits for its row, is not erased', async () => {
    const { id } = await anEnded('REJECTED', 91)
    const { id: placedById } = await someStaff({ roles: ['ADMIN'] })
    const order = { id, scopes: ALL, cause: 'RETENTION', requestId: null } as const
    const attempt = interleaveWith(
      async (tx) => {
        await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${id}::uuid FOR UPDATE`
        const { id: dataKeyId } = await createDataKey(tx)
        await tx.legalHold.create({ data: { qualificationId: id, reason: 'DISPUTE', dataKeyId, placedById } })
      },
      () => transaction((tx) => eraseQualification(tx, SYSTEM, order)),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'ON_HOLD' })
    expect(await goneOf(id)).toEqual([])
  })
})

describe('a file that a renewal rests on too', () => {
  async function sharing() {
    const applicant = await aRegisteredApplicant()
    const [old, next] = [await aReadyDraft({ applicant }), await aReadyDraft({ applicant })]
    const [file] = await filesOf(old.id)
    const document = await database().document.findFirstOrThrow({
      where: { submission: { qualificationId: next.id }, kind: 'ID_PORTRAIT' },
    })
    await database().documentPage.create({ data: { documentId: document.id, fileId: file?.id ?? '', position: 9 } })
    return { applicant, old: old.id, next: next.id, fileId: file?.id ?? '' }
  }
  const isGone = async (fileId: string) => {
    const file = await database().storedFile.findUniqueOrThrow({ where: { id: fileId }, include: { dataKey: true } })
    return file.dataKey.erasedAt !== null
  }

  test('goes with the last of them', async () => {
    const { old, next, fileId } = await sharing()
    await endedAgo(old, 'WITHDRAWN', 100)
    await endedAgo(next, 'REJECTED', 10)
    await eraseDue()
    expect([await goneOf(old), await goneOf(next), await isGone(fileId)]).toEqual([ALL, [], false])
    const remains = ErasureRecord.parse((await erasuresOf(old))[0]?.record).remains
    expect(remains).toContainEqual({ what: 'SHARED_FILES', until: null, fileIds: [fileId] })

    await endedAgo(next, 'REJECTED', 91)
    await eraseDue()
    expect(await isGone(fileId)).toBe(true)
    const files = ErasureRecord.parse((await erasuresOf(next))[0]?.record).files.map(({ id }) => id)
    expect(files).toHaveLength(INDIVIDUAL_DOCUMENTS.length + 1)
    expect(files).toContain(fileId)
  })

  /** Erases the first, with a blob of the file left behind, and takes the file out of the other, a draft. */
  async function leftBehind() {
    const { applicant, old, next, fileId } = await sharing()
    await endedAgo(old, 'WITHDRAWN', 100)
    await eraseDue()
    const { id: blobId } = await database().storedBlob.create({
      data: { id: newId(), fileId, variant: 'ORIGINAL', size: 100 },
    })
    const remove = () => removeDocumentPage(applicant, { qualificationId: next, fileId })
    return { applicant, old, next, fileId, blobId, remove }
  }

  test('goes with the daily run once its applicant took it out of the other, with a record and an event', async () => {
    const { old, next, fileId, blobId, remove } = await leftBehind()
    await eraseDue()
    expect(await isGone(fileId)).toBe(false)
    await remove()
    await eraseDue()
    expect([await isGone(fileId), await goneOf(next)]).toEqual([true, []])
    expect(vi.mocked(finishErasing)).toHaveBeenCalledWith([blobId])
    expect(await database().storedBlob.count({ where: { fileId } })).toBe(0)
    const tombstone = await database().tombstone.findFirst({ where: { subjectId: fileId } })
    expect(tombstone).toMatchObject({ kind: 'FILE' })
    const [, erasure, ...more] = await erasuresOf(old)
    expect(more).toEqual([])
    expect(erasure).toMatchObject({ scopes: ['DOCUMENTS'], cause: 'RETENTION', requestId: null })
    const record = ErasureRecord.parse(erasure?.record)
    expect(record.files).toMatchObject([{ id: fileId }])
    expect(record.remains).toEqual([{ what: 'DECISIONS_AND_EVENTS', until: null }])
    expect((await eventsAbout(old, 'qualification.erased')).at(-1)).toMatchObject({
      actorKind: 'SYSTEM',
      data: { erasureId: erasure?.id, scopes: ['DOCUMENTS'], files: 1 },
    })
    await eraseDue()
    expect(await erasuresOf(old)).toHaveLength(2)
  })

  test('stays while a third one uses it, while it is held, and while somebody else erases in its account', async () => {
    const { applicant, old, next, fileId, remove } = await leftBehind()
    const third = await aReadyDraft({ applicant })
    const page = (await database().document.findFirstOrThrow({ where: { submission: { qualificationId: third.id } } }))
      .id
    await database().documentPage.create({ data: { documentId: page, fileId, position: 9 } })
    await remove()
    await eraseDue()
    expect(await isGone(fileId)).toBe(false)

    await database().documentPage.delete({ where: { documentId_fileId: { documentId: page, fileId } } })
    const { accountId } = await rowOf(old)
    const { id: placedById } = await someStaff({ roles: ['ADMIN'] })
    for (const subject of [{ accountId }, { qualificationId: old }]) {
      const { id } = await aLegalHold(subject, placedById)
      await eraseDue()
      expect(await isGone(fileId)).toBe(false)
      const lifted = { liftedAt: new Date(), liftedById: placedById }
      await database().legalHold.update({ where: { id }, data: lifted })
    }
    await transaction(async (tx) => {
      expect(await tryLockErasing(tx, accountId)).toBe(true)
      await eraseDue()
      expect(await isGone(fileId)).toBe(false)
    })
    await eraseDue()
    expect([await isGone(fileId), await goneOf(next), await goneOf(third.id)]).toEqual([true, [], []])
  })

  test('goes with the next request of its account, too', async () => {
    const { applicant, old, next, fileId, remove } = await leftBehind()
    await remove()
    const { accountId } = applicant
    await endedAgo(next, 'WITHDRAWN', 1)
    const data = { accountId, requestedById: applicant.id, state: 'DONE' } as const
    const { id } = await database().erasureRequest.create({ data: { ...data, qualificationId: next } })
    const request = { id, accountId, qualificationId: next, requestedById: applicant.id }
    await finishErasing(await transaction((tx) => fulfilRequest(tx, applicant, request)))
    expect(await isGone(fileId)).toBe(true)
    expect(await erasuresOf(old)).toHaveLength(2)
  })

  test('goes with both at once: neither takes the other for one that stays', async () => {
    const { old, next, fileId } = await sharing()
    await endedAgo(old, 'WITHDRAWN', 100)
    await endedAgo(next, 'WITHDRAWN', 100)
    const order = { scopes: ALL, cause: 'RETENTION', requestId: null } as const
    await interleaveWith(
      (tx) => eraseQualification(tx as Tx, SYSTEM, { id: old, ...order }),
      () => transaction((tx) => eraseQualification(tx, SYSTEM, { id: next, ...order })),
    )
    expect(await isGone(fileId)).toBe(true)
  })

  test('is left for the next time while somebody else erases in its account', async () => {
    const { old, next } = await sharing()
    await endedAgo(old, 'WITHDRAWN', 100)
    await endedAgo(next, 'WITHDRAWN', 100)
    const { accountId } = await rowOf(old)
    await transaction(async (tx) => {
      expect(await tryLockErasing(tx, accountId)).toBe(true)
      await eraseDue()
      expect([await goneOf(old), await goneOf(next)]).toEqual([[], []])
    })
    await eraseDue()
    expect([await goneOf(old), await goneOf(next)]).toEqual([ALL, ALL])
  })
})

test('a failure is logged and does not stop the others; it is tried again the next time', async () => {
  const all = await Promise.all(Array.from({ length: 13 }, () => anEnded('REJECTED', 95)))
  const broken = all[4]?.id ?? ''
  const bySql = (text: string) => asOwner((client) => client.query(text))
  await bySql(`
    CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'No'; END $$;
    CREATE TRIGGER fail_once BEFORE UPDATE ON qualifications FOR EACH ROW
    WHEN (OLD.id = '${broken}') EXECUTE FUNCTION fail_once()`)
  try {
    expect(await eraseDue()).toBe(12)
  } finally {
    await bySql('DROP TRIGGER fail_once ON qualifications; DROP FUNCTION fail_once')
  }
  expect(logged).toMatchObject([{ act: 'privacy.erase-due', qualificationId: broken }])
  expect(await goneOf(broken)).toEqual([])
  expect(await eraseDue()).toBe(1)
})

test('killed half-way, finished work stays done, and the next run continues', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, () => anEnded('REJECTED', 95)))
  vi.mocked(finishErasing).mockRejectedValueOnce(new Error('Killed'))
  await expect(eraseDue()).rejects.toThrow('Killed')
  const gone = await Promise.all(all.map(({ id }) => goneOf(id)))
  expect(gone.filter((scopes) => scopes.length === 2)).toHaveLength(10)
  expect(await eraseDue()).toBe(2)
})

test('several at once share the work: each is erased once', async () => {
  const all = await Promise.all(Array.from({ length: 24 }, () => anEnded('REJECTED', 95)))
  const counts = await Promise.all([eraseDue(), eraseDue(), eraseDue()])
  expect(counts.reduce((sum, count) => sum + count) + (await eraseDue())).toBe(24)
  for (const { id } of all) expect(await erasuresOf(id)).toHaveLength(1)
  expect(logged).toEqual([])
})
