import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { keyring } from '@/lib/crypto/keyring'
import { createKeyringFile } from '@/lib/crypto/keyring-file'
import { database, disconnect, transaction } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { erasePerson } from '@/lib/privacy/erasure/erase-person'
import { eraseQualification } from '@/lib/privacy/erasure/erase-qualification'
import { submit } from '@/tests/factories/journey'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { carve, diskOf, rewriteUntil, settleDisk } from '@/tests/setup/carving'
import { heavy } from '@/tests/setup/heavy'
import { passDays } from '@/tests/setup/keyring-time'
import { rotateOnSchedule } from '../scheduled-rotation'
import { finalityOf } from './finality'

// A person with the disk finds the tables' files and the log: they are read as bytes, regardless of what PostgreSQL
// returns.

const file = join(process.env.ZHUNXIN_DATA ?? '', 'keyring.json')
vi.stubEnv('ZHUNXIN_KEYRING', '')
afterAll(async () => {
  vi.unstubAllEnvs()
  await disconnect()
})

type Wrapped = { id: string; wrapped: Uint8Array<ArrayBuffer>; keyringId: string }

/** Answers, files and a person that are there, and then are erased. Returns their keys as they were wrapped. */
async function erasedWorld(): Promise<{ keys: Wrapped[]; sealed: Uint8Array[]; subjects: string[] }> {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await submit(applicant.actor, id)
  const { dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id } })
  const files = await database().storedFile.findMany({ where: { accountId: applicant.accountId } })
  const person = await database().user.findUniqueOrThrow({ where: { id: applicant.id } })
  const keys = await database().dataKey.findMany({
    where: { id: { in: [dataKeyId, person.dataKeyId, ...files.map((one) => one.dataKeyId)] } },
    select: { id: true, wrapped: true, keyringId: true },
  })
  const fields = await database().declaredField.findMany({ where: { submission: { qualificationId: id } } })
  const sealed = [...fields.map(({ valueSealed }) => valueSealed), ...files.map(({ nameSealed }) => nameSealed)]
  await asOwner((client) => client.query('ANALYZE'))
  await database().qualification.update({ where: { id }, data: { status: 'REJECTED', decidedAt: new Date() } })
  await settleDisk()
  const { id: requestId } = await database().erasureRequest.create({
    data: { accountId: applicant.accountId, requestedById: applicant.id, state: 'DONE', obstacles: [] },
  })
  const erasure = { id, scopes: ['DOCUMENTS', 'DETAILS'], cause: 'REQUEST', requestId } as const
  await transaction((tx) => eraseQualification(tx, SYSTEM, erasure))
  const { id: userId, accountId } = applicant
  await transaction((tx) => erasePerson(tx, applicant.actor, { userId, accountId, requestId }))
  return { keys, sealed, subjects: [id, userId, ...files.map((one) => one.id)] }
}

/** Returns how many of the wrapped keys that were found on the disk a thief with the keyring unwraps. */
async function unwrapped(keys: readonly Wrapped[]): Promise<number> {
  const opened = await Promise.all(
    keys.map(({ id, wrapped }) =>
      Promise.any(
        [...keyring().fingerprints.keys()].map((keyringId) => keyring().unwrap(id, { wrapped, keyringId })),
      ).then(
        () => true,
        () => false,
      ),
    ),
  )
  return opened.filter(Boolean).length
}

test('erased keys are carved from no table once it is rewritten, and unwrapped by nobody once it is final', {
  timeout: 1_800_000,
}, async () => {
  const { tries, done } = heavy('erasure-carving', { quick: 1, long: 40 })
  const disk = await diskOf()
  await createKeyringFile(file)
  const found = {
    keys: 0,
    inTablesBefore: 0,
    inTablesAfter: 0,
    inLog: 0,
    sealedInTables: 0,
    unwrappedBefore: 0,
    unwrappedAfter: 0,
  }
  for (let round = 0; round < tries; round += 1) {
    const { keys, sealed, subjects } = await erasedWorld()
    const needles = keys.map(({ wrapped }) => wrapped)
    await settleDisk()
    found.keys += keys.length
    found.inTablesBefore += carve(disk.tables, needles).length
    await rewriteUntil(async () => (await database().tombstone.count({ where: { rewrittenAt: null } })) === 0)
    await settleDisk()
    found.inTablesAfter += carve(disk.tables, needles).length
    found.inLog += carve([disk.log], needles).length
    found.sealedInTables += carve(disk.tables, sealed).length
    found.unwrappedBefore += await unwrapped(keys)
    expect(await finalityOf(subjects)).toMatchObject({ isFinal: false, because: 'SCHEDULED' })

    const old = keyring().activeId
    passDays(file, 30)
    await rotateOnSchedule()
    passDays(file, 34, old)
    await rotateOnSchedule()
    passDays(file, 1, old)
    await rotateOnSchedule()
    expect(keyring().fingerprints.has(old)).toBe(false)
    expect(await finalityOf(subjects)).toEqual({ isFinal: true })
    found.unwrappedAfter += await unwrapped(keys)
    await new Promise((resolve) => setTimeout(resolve, 1_100)) // a key is named by its second
  }
  done(tries, found)
  expect(found).toMatchObject({ inTablesAfter: 0, unwrappedBefore: found.keys, unwrappedAfter: 0 })
  // The carving finds what is there: or it would prove nothing.
  expect(found.inTablesBefore).toBeGreaterThan(0)
  expect(found.inLog).toBeGreaterThan(0)
})
