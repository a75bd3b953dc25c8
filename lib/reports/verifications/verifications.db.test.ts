import { expect, test } from 'vitest'
import { LOG_LOCK } from '@/lib/audit/log/audit-keys'
import { verifyProof } from '@/lib/audit/verifier/verify.mjs'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { aColleague } from '@/tests/factories/people'
import { askVerification } from './ask-verification'
import { proveEvent, readCheckpointNote, readEntry, readPublicKeys } from './prove-event'
import { readLogState } from './read-log-state'
import { runNextVerification } from './run-verification'

const auditor = (await aColleague({ roles: ['AUDITOR'] })).actor
const reviewer: PersonActor = (await aColleague()).actor

const eventsOf = (action: string) => database().auditEvent.findMany({ where: { action }, orderBy: { at: 'asc' } })

test('before anything was signed there is no note of it', async () => {
  await expect(readCheckpointNote(auditor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('what an auditor has verified is kept with its time and what was found', async () => {
  await someEvents(20)
  await sequenceAll()
  await askVerification(auditor)
  await askVerification(auditor) // while one is under way, that one answers
  expect(await readLogState(auditor)).toMatchObject({ underWay: { done: 0 }, last: null })
  expect(await runNextVerification()).toBe(true)
  expect(await runNextVerification()).toBe(false)
  const { underWay, last, checkpoint } = await readLogState(auditor)
  expect(underWay).toBeNull()
  expect(last).toMatchObject({ report: { isWell: true, findings: [], size: checkpoint?.size } })
  expect(await eventsOf('audit.verification_asked')).toMatchObject([
    { actorId: auditor.id, capabilities: ['audit.read'] },
  ])
  expect(await eventsOf('audit.verified')).toMatchObject([{ actorKind: 'SYSTEM', data: { findings: 0 } }])
})

test('a worker that ends leaves it to another; one that was killed is followed after a while', async () => {
  await askVerification(auditor)
  const over = new AbortController()
  over.abort()
  expect(await runNextVerification(over.signal)).toBe(false)
  await database()
    .$executeRaw`UPDATE audit_verifications SET held_until = now() + interval '1 minute' WHERE finished_at IS NULL`
  expect(await runNextVerification()).toBe(false)
  await database().$executeRaw`UPDATE audit_verifications SET held_until = now() WHERE finished_at IS NULL`
  expect(await runNextVerification()).toBe(true)
})

test('an entry leaves with its proof, also one that was recorded just now', async () => {
  await someEvents(3)
  const { id } = await database().auditEvent.findFirstOrThrow({ orderBy: { at: 'desc' } })
  const [proof, entry, keys] = [
    await proveEvent(auditor, id),
    await readEntry(auditor, id),
    await readPublicKeys(auditor),
  ]
  expect(verifyProof(proof, Buffer.from(entry), keys)).toMatchObject({ isWell: true, entries: 1 })
  expect(await readCheckpointNote(auditor)).toContain('/audit/')
  await expect(proveEvent(auditor, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(readEntry(auditor, 'nonsense')).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('while somebody else writes the log, what was recorded just now has no place in it yet', async () => {
  await someEvents(1)
  const { id } = await database().auditEvent.findFirstOrThrow({ orderBy: [{ at: 'desc' }, { id: 'desc' }] })
  await transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOG_LOCK})`
    await expect(proveEvent(auditor, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
  expect(await proveEvent(auditor, id)).toContain('index')
})

test('nobody else may', async () => {
  const { id } = await database().auditEvent.findFirstOrThrow()
  const before = await database().auditVerification.count()
  for (const attempt of [
    askVerification(reviewer),
    readLogState(reviewer),
    proveEvent(reviewer, id),
    readEntry(reviewer, id),
    readCheckpointNote(reviewer),
    readPublicKeys(reviewer),
  ]) {
    await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  expect(await database().auditVerification.count()).toBe(before)
})
