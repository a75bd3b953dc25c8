import { createWriteStream, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { publicKeys } from '../audit-keys'
import { latestCheckpoint } from '../read'
import { verifyBundle } from '../verifier/verify.mjs'
import { writeBundle } from './write-bundle'

async function bundleOf(where?: Prisma.Sql): Promise<string> {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'bundle-')), 'bundle.zip')
  await pipeline(await writeBundle(where ? { where } : {}), createWriteStream(file))
  return file
}

async function noteNow(): Promise<string> {
  await sequenceAll()
  return (await latestCheckpoint())?.note ?? ''
}

test('a bundle of the whole log verifies by itself, and against checkpoints that were saved', async () => {
  await someEvents(40)
  const first = await noteNow()
  await someEvents(70)
  const second = await noteNow()
  await someEvents(3) // not sequenced when the bundle is requested
  const [key] = await publicKeys()
  const report = await verifyBundle(await bundleOf(), { saved: first + second, keys: key?.key ?? '' })
  const events = await database().auditEvent.count()
  expect(report).toMatchObject({ isWell: true, isWhole: true, entries: events, size: events, compared: 2 })
})

test('a bundle of some events proves each of them, also one of an old shape', async () => {
  const subjectId = newId()
  await transaction(async (tx) => {
    const data = { from: 'IN_REVIEW', revision: 1 }
    await recordAudit(tx, { kind: 'SYSTEM', id: null }, { action: 'qualification.withdrawn', subjectId, data })
  })
  await database().$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, capabilities, action, subject_kind, subject_id, data)
    VALUES (${newId()}::uuid, 1, now(), 'SYSTEM', '{}', 'qualification.created', 'QUALIFICATION', ${subjectId}::uuid,
      '{"no_such_field_any_more": [1, 2.50, "文 \\ud83c\\udf0d"]}'::jsonb)`
  await someEvents(30)
  const saved = await noteNow()
  const zip = await bundleOf(Prisma.sql`e.subject_id = ${subjectId}::uuid`)
  expect(await verifyBundle(zip, { saved })).toMatchObject({ isWell: true, isWhole: false, entries: 2, compared: 1 })
})
