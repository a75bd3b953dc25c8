import { randomUUID } from 'node:crypto'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database, type Tx } from '@/lib/db/client'
import { collectOrphans } from '@/lib/documents/collect-orphans'
import { blobStore } from '@/lib/storage/blob-store'
import { eventsAbout } from '@/tests/factories/audit'
import { manyEventsOf } from '@/tests/factories/events'
import { IDENTITY } from '@/tests/factories/qualifications'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { interleaveWith, someoneWaitsForALock } from '@/tests/setup/interleave'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { cancelExport } from './cancel-export'
import { openExport } from './open-export'
import { readOwnExports } from './read-exports'
import { removeExports } from './remove-exports'
import { runNextExport } from './run-exports'
import { anAdministrator, requestLong } from './testing/requests'

describe('a long export', () => {
  const read = async (actor: PersonActor, exportId: string) =>
    text(await (await openExport(actor, { exportId })).read())

  test('is written by the worker, sealed, and opens only for the person who requested it', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    expect((await readOwnExports(admin)).exports).toMatchObject([{ id, state: 'WAITING', expected: 0 }])
    await expect(openExport(admin, { exportId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await runNextExport()).toBe(true)
    expect(await runNextExport()).toBe(false)

    const { blobId, keptUntil, size } = await database().export.findUniqueOrThrow({ where: { id } })
    expect(Math.abs((keptUntil?.getTime() ?? 0) - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000)
    const content = await read(admin, id)
    expect(content).toContain('audit.exported')
    expect((await buffer(await (await openExport(admin, { exportId: id })).read())).length).toBe(Number(size))
    expect((await buffer(await blobStore().open(blobId ?? ''))).includes('audit.exported')).toBe(false)
    expect((await collectOrphans()).found).toBe(0)
    const events = [await eventsAbout(id, 'export.finished'), await eventsAbout(id, 'export.downloaded')]
    expect(events).toMatchObject([[{ actorKind: 'SYSTEM', data: { rows: 1 } }], [{ actorId: admin.id }, {}]])

    await expect(read(await anAdministrator(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(read({ ...admin, capabilities: ['report.export'] }, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await readOwnExports(await anAdministrator())).exports).toEqual([])
  })

  test('is deleted after seven days, its key first', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    await runNextExport()
    await removeExports()
    const { blobId, dataKeyId } = await database().export.findUniqueOrThrow({ where: { id } })
    await database().export.update({ where: { id }, data: { keptUntil: new Date(Date.now() - 1_000) } })
    await expect(read(admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await removeExports()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'REMOVED' }])
    expect(await blobStore().has(blobId ?? '')).toBe(false)
    expect((await database().dataKey.findUniqueOrThrow({ where: { id: dataKeyId ?? '' } })).wrapped).toHaveLength(0)
  })

  test('unmasked it requires a fresh factor again, and is deleted after an erasure', async () => {
    const { qualification } = await aSubmittedQualification()
    const admin = await anAdministrator()
    const id = await requestLong(admin, {
      subject: 'QUALIFICATIONS',
      reference: qualification.reference,
      unmasked: 'yes',
      reason: 'DISPUTE',
    })
    await runNextExport()
    expect(await read(admin, id)).toContain(IDENTITY['person.name'])
    const stale = { ...admin, assurance: { factors: [] } }
    await expect(read(stale, id)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
    const { accountId } = await database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
    const erasure = {
      id: randomUUID(),
      accountId,
      scopes: ['DETAILS' as const],
      cause: 'RETENTION' as const,
      record: {},
    }
    await database().erasure.create({ data: { ...erasure, at: new Date(Date.now() + 1_000) } })
    await expect(read(admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await removeExports()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'REMOVED' }])
  })

  test('can be cancelled until it is ready, by the person who requested it', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin)
    const other = cancelExport(await anAdministrator(), { exportId: id })
    await expect(other).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await cancelExport(admin, { exportId: id })
    expect(await runNextExport()).toBe(false)
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'CANCELLED' }])
    expect(await eventsAbout(id, 'export.cancelled')).toMatchObject([{ actorId: admin.id }])
    await expect(cancelExport(admin, { exportId: id })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('one that is ready meanwhile is not cancelled, and one that was cancelled meanwhile is not stored', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    const becomes = (data: object) => (tx: Tx) => tx.export.update({ where: { id }, data })
    const cancelling = interleaveWith(becomes({ state: 'FAILED', failure: 'STORE' }), () =>
      cancelExport(admin, { exportId: id }),
    )
    await expect(cancelling).rejects.toMatchObject({ code: 'CONFLICT' })
    await database().export.update({ where: { id }, data: { state: 'WAITING', failure: null } })
    const { making } = await database().$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE data_keys IN SHARE MODE` // where the worker stores the key at the end
      const making = runNextExport()
      await vi.waitUntil(someoneWaitsForALock, PATIENCE)
      await cancelExport(admin, { exportId: id })
      return { making }
    })
    expect(await making).toBe(true)
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'CANCELLED' }])
    expect(await eventsAbout(id, 'export.finished')).toEqual([])
  })

  test('is not written for a person who lost the right, and says so', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin)
    await database().roleGrant.deleteMany({ where: { userId: admin.id } })
    await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'FAILED', failure: 'NOT_ALLOWED' }])
    expect(await eventsAbout(id, 'export.failed')).toMatchObject([{ data: { failure: 'NOT_ALLOWED' } }])
  })

  test('is claimed again when its process was killed, three times at most', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    const killed = (attempts: number) =>
      database().export.update({
        where: { id },
        data: { state: 'RUNNING', attempts, heldUntil: new Date(Date.now() - 1_000), blobId: randomUUID() },
      })
    await killed(3)
    await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'FAILED', failure: 'GAVE_UP' }])
    await database().export.update({ where: { id }, data: { failure: null, state: 'WAITING', finishedAt: null } })
    await killed(1)
    await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'READY', done: 1 }])
  })

  test('a worker that stops releases it to another', async () => {
    const admin = await anAdministrator()
    const clerk = await someStaff()
    await manyEventsOf(clerk, 4_100)
    await requestLong(admin, { actor: clerk.id })
    const stopping = new AbortController()
    const running = runNextExport(stopping.signal)
    await new Promise((resolve) => setTimeout(resolve, 20))
    stopping.abort()
    const isOver = await running
    const [one] = (await readOwnExports(admin)).exports
    expect(one?.state).toBe(isOver ? 'READY' : 'WAITING')
    if (!isOver) await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'READY', done: 4_100 }])
  })
})
