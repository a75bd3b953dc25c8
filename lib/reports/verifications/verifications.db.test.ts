import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { LOG_LOCK } from '@/lib/audit-log/audit-keys'
import { verifyProof } from '@/lib/audit-log/verifier/verify.mjs'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { aColleague } from '@/tests/factories/people'
import { proveEvent, readCheckpointNote, readEntry, readPublicKeys } from './prove-event'
import { readLogState } from './read-log-state'
import { requestVerification } from './request-verification'
import { runNextVerification } from './run-verification'

const auditor = (await aColleague({ roles: ['AUDITOR'] })).actor
const reviewer: PersonActor = (await aColleague()).actor

const eventsOf = (action: string) => database().auditEvent.findMany({ where: { action }, orderBy: { at: 'asc' } })

test('before anything was signed there is no note of it', async () => {
  await expect(readCheckpointNote(auditor)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a verification that an auditor requests is stored with its time and findings', async () => {
  await someEvents(20)
  await sequenceAll()
  await requestVerification(auditor)
  await requestVerification(auditor) // while one is in progress, it answers
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

test('a worker that stops releases it to another; after a kill another claims it after a while', async () => {
  await requestVerification(auditor)
  const over = new AbortController()
  over.abort()
  expect(await runNextVerification(over.signal)).toBe(false)
  await database()
    .$executeRaw`UPDATE audit_verifications SET held_until = now() + interval '1 minute' WHERE finished_at IS NULL`
  expect(await runNextVerification()).toBe(false)
  await database()
    .$executeRaw`UPDATE audit_verifications SET held_until = now() - interval '1 second' WHERE finished_at IS NULL`
  expect(await runNextVerification()).toBe(true)
})

test('an entry is exported with its proof, also one that was recorded just now', async () => {
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

test('while another process writes the log, an event of this moment has no place in it yet', async () => {
  await someEvents(1)
  const { id } = await database().auditEvent.findFirstOrThrow({ orderBy: [{ at: 'desc' }, { id: 'desc' }] })
  await transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOG_LOCK})`
    await expect(proveEvent(auditor, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
  expect(await proveEvent(auditor, id)).toContain('index')
})

test('nobody else may verify or export', async () => {
  const { id } = await database().auditEvent.findFirstOrThrow()
  const before = await database().auditVerification.count()
  for (const attempt of [
    requestVerification(reviewer),
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
