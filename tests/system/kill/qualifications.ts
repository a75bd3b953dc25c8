import { randomBytes } from 'node:crypto'
import { readdirSync, utimesSync } from 'node:fs'
import path from 'node:path'
import type { PersonActor } from '@/lib/actor/actor'
import { HOUR } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { collectOrphans } from '@/lib/documents/collect-orphans'
import { storeTombstones } from '@/lib/keys/erasing/store-tombstones'
import { readTombstones, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { blobStore } from '@/lib/storage/blob-store'
import { writeBlob } from '@/lib/storage/vault'
import { aCodeFor, BROWSER } from '@/tests/factories/codes'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { callAction, cookieFor } from '@/tests/setup/http'
import { type Portal, pause } from '@/tests/setup/portal'
import { unreadable } from './erasures'

/** Describes a qualification with everything that an erasure removes, and its applicant. */
export type Target = {
  id: string
  accountId: string
  actor: PersonActor
  phone: string
  cookie: string
  dataKeyId: string
  files: { dataKeyId: string; blobIds: string[] }[]
}

/** Creates drafts that could be submitted, each of an applicant of its own, with files in the store. */
export const prepareTargets = (count: number): Promise<Target[]> =>
  Promise.all(Array.from({ length: count }, prepareTarget))

async function prepareTarget(): Promise<Target> {
  const { actor, accountId, phone } = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...actor, accountId } })
  const files = await database().storedFile.findMany({
    where: { pages: { some: { document: { submission: { qualificationId: id } } } } },
  })
  const stored = files.map(async (file) => ({ dataKeyId: file.dataKeyId, blobIds: await storeBlobs(file) }))
  const { dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id } })
  const { name, value } = await cookieFor(actor.sessionId)
  return {
    id,
    accountId,
    actor,
    phone,
    cookie: `${name}=${value}; zhunxin.codes=${BROWSER}`,
    dataKeyId,
    files: await Promise.all(stored),
  }
}

async function storeBlobs({ id: fileId, dataKeyId }: { id: string; dataKeyId: string }): Promise<string[]> {
  const key = await dataKey(database(), dataKeyId)
  const blobs = (['ORIGINAL', 'RENDITION'] as const).map((variant) => ({ id: newId(), fileId, variant, size: 20_000 }))
  for (const { id, size } of blobs) await writeBlob({ id, key, plaintext: randomBytes(size) })
  await database().storedBlob.createMany({ data: blobs })
  return blobs.map(({ id }) => id)
}

/** Lets their owners request erasure, several at a time; `erased` lists those that the portal confirmed. */
export async function requestAll({ url }: Portal, targets: readonly Target[], random: () => number) {
  const codes = new Map<string, string>()
  for (const target of targets) codes.set(target.phone, await aCodeFor(target, 'ERASURE'))
  const erased: string[] = []
  const waiting = [...targets]
  const asker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await pause(random() * 50)
      const { id, accountId, phone, cookie } = next
      const entries = Object.entries({ accountId, qualificationId: id, code: codes.get(phone) ?? '' })
      const action = 'app/(applicant)/my-data/erase/actions.ts#erase'
      const answer = await callAction(url, action, entries, { cookie }).catch(() => null)
      if (answer?.location?.includes('erasure=DONE')) erased.push(id)
    }
  }
  return { erased, ended: Promise.all([asker(), asker(), asker()]).then(() => {}) }
}

/**
 * Returns what is half erased, or was confirmed as erased and is not, or is stored and can't be read; nothing, when all
 * is well.
 */
export async function brokenErasures(targets: readonly Target[], erased: readonly string[]): Promise<string[]> {
  await storeTombstones() // as the schedule does
  const kept = new Set<string>()
  for await (const { dataKeyId } of readTombstones(tombstonePath(process.env.ZHUNXIN_DATA ?? ''))) kept.add(dataKeyId)
  const problems: string[] = []
  for (const target of targets) {
    const facts = await factsOf(target, kept)
    if (facts.every(({ gone, of }) => gone === of)) continue
    if (facts.some(({ gone }) => gone > 0)) problems.push(`${target.id} is half erased: ${JSON.stringify(facts)}`)
    else problems.push(...(await unreadableIn(target)))
    if (erased.includes(target.id)) problems.push(`${target.id} was said to be erased`)
  }
  return problems
}

/**
 * Returns those of which nothing is left: `brokenErasures` checks that each is either completely erased or not at all.
 */
export async function erasedAmong(targets: readonly Target[]): Promise<string[]> {
  const where = { id: { in: targets.map(({ id }) => id) }, detailsErasedAt: { not: null } }
  return (await database().qualification.findMany({ where, select: { id: true } })).map(({ id }) => id)
}

type Fact = { what: string; gone: number; of: number }

async function factsOf({ id, dataKeyId, files }: Target, kept: ReadonlySet<string>): Promise<Fact[]> {
  const db = database()
  const keyIds = [dataKeyId, ...files.map((file) => file.dataKeyId)]
  const blobIds = files.flatMap((file) => file.blobIds)
  const row = await db.qualification.findUniqueOrThrow({ where: { id } })
  const keys = await db.dataKey.findMany({ where: { id: { in: keyIds } } })
  const submission = { qualificationId: id }
  const indexed =
    (await db.declaredField.count({ where: { submission, valueIndex: { not: null } } })) +
    (await db.senderSignature.count({ where: { submission, textIndex: { not: null } } }))
  const known = await db.storedBlob.count({ where: { id: { in: blobIds } } })
  return [
    { what: 'row', gone: Number(row.documentsErasedAt !== null) + Number(row.detailsErasedAt !== null), of: 2 },
    {
      what: 'keys',
      gone: keys.filter(({ erasedAt, wrapped }) => erasedAt && wrapped.length === 0).length,
      of: 1 + INDIVIDUAL_DOCUMENTS.length,
    },
    {
      what: 'tombstones',
      gone: await db.tombstone.count({ where: { dataKeyId: { in: keyIds } } }),
      of: 1 + INDIVIDUAL_DOCUMENTS.length,
    },
    {
      what: 'tombstones in the file',
      gone: keyIds.filter((keyId) => kept.has(keyId)).length,
      of: 1 + INDIVIDUAL_DOCUMENTS.length,
    },
    { what: 'blind indexes', gone: indexed === 0 ? 1 : 0, of: 1 },
    { what: 'rows of blobs', gone: blobIds.length - known, of: 2 * INDIVIDUAL_DOCUMENTS.length },
    { what: 'record', gone: await db.erasure.count({ where: { qualificationId: id } }), of: 1 },
    {
      what: 'event',
      gone: await db.auditEvent.count({ where: { action: 'qualification.erased', subjectId: id } }),
      of: 1,
    },
  ]
}

async function unreadableIn({ id, dataKeyId, files }: Target): Promise<string[]> {
  const key = await dataKey(database(), dataKeyId)
  const fields = await database().declaredField.findMany({ where: { submission: { qualificationId: id } } })
  if (fields.length === 0) return [`${id} has no answers`]
  for (const { submissionId, key: name, valueSealed } of fields) open(key, fieldPlace(submissionId, name), valueSealed)
  const ofFiles = files.map(async (file) => unreadable(file.blobIds, await dataKey(database(), file.dataKeyId)))
  return (await Promise.all(ofFiles)).flat()
}

/** Returns blobs of erased qualifications that are left in the store once orphans of an hour were collected. */
export async function leftInStore(targets: readonly Target[], erased: readonly string[]): Promise<string[]> {
  const stored = path.join(process.env.ZHUNXIN_DATA ?? '', 'blobs')
  const before = new Date(Date.now() - 2 * HOUR)
  for (const entry of readdirSync(stored, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) utimesSync(path.join(entry.parentPath, entry.name), before, before)
  await collectOrphans({ evenMany: true })
  const ids = targets.filter(({ id }) => erased.includes(id)).flatMap(({ files }) => files.flatMap((f) => f.blobIds))
  const left = await Promise.all(ids.map(async (id) => ((await blobStore().has(id)) ? [id] : [])))
  return left.flat()
}
