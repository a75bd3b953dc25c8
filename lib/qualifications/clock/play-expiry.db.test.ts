import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { playFilings } from '@/lib/filings/play-filings'
import { listSenders } from '@/lib/integrations/changes/list-senders'
import { readChanges } from '@/lib/integrations/changes/read-changes'
import { playDecision } from '@/lib/review/decisions/play-decision'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { anApplicant, aSubmittedQualification } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { interleave } from '@/tests/setup/interleave'
import { renewQualification } from '../draft/renew-qualification'
import { changeStanding } from '../standing/change-standing'
import { playExpiry } from './play-expiry'

const testing = () => aClient({ isTest: true })

async function anApprovedTest() {
  const [client, applicant] = [await testing(), await anApplicant({ isTest: true })]
  const { qualification } = await aSubmittedQualification({ applicant, row: { purposes: ['NOTIFICATION'] } })
  const { id: qualificationId } = qualification
  await playDecision(client, { qualificationId, outcome: 'APPROVED', reasons: [] })
  return { client, applicant, qualificationId }
}
const rowOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })

test('an approval of a test account expires as by the clock, and is renewed', async () => {
  const { client, qualificationId } = await anApprovedTest()
  await playFilings(client, { qualificationId, carrier: 'CMCC', state: 'EFFECTIVE', extensionNumber: '1069' })
  const of = { limit: 1_000, accountId: null, isTest: true }
  const { changes: after } = await listSenders(of)
  expect(await playExpiry(client, { qualificationId })).toMatchObject({ id: qualificationId, status: 'EXPIRED' })
  const { status, validUntil, decidedAt, accountId } = await rowOf(qualificationId)
  expect(status).toBe('EXPIRED')
  expect(Number(validUntil)).toBeGreaterThanOrEqual(Number(decidedAt))
  const [event] = (await eventsAbout(qualificationId)).slice(-1)
  expect(event).toMatchObject({
    ...{ action: 'qualification.expired', actorKind: 'SYSTEM', isTest: true },
    data: { from: 'APPROVED', to: 'EXPIRED', validUntil: validUntil?.toISOString() },
  })
  const turns = await database().statusChange.findMany({ where: { qualificationId }, orderBy: { at: 'asc' } })
  expect(turns.at(-1)).toMatchObject({ kind: 'EXPIRED' })
  expect(await database().outboxMessage.count({ where: { qualificationId } })).toBe(0)
  const changed = await readChanges({ ...of, after })
  const senders = changed?.changes.find(({ account }) => account === accountId)
  expect(senders).toBeDefined()
  expect(JSON.stringify(senders)).not.toContain(qualificationId) // the feed allows it no more
  await expect(playExpiry(client, { qualificationId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await renewQualification(client, { qualificationId })).toBeTruthy()
})

test('what is suspended expires, too', async () => {
  const { client, qualificationId } = await anApprovedTest()
  await changeStanding(client, 'SUSPENDED', { qualificationId, reason: 'COMPLAINTS', note: null })
  await playExpiry(client, { qualificationId })
  expect((await eventsAbout(qualificationId)).at(-1)).toMatchObject({ data: { from: 'SUSPENDED', to: 'EXPIRED' } })
})

test('nothing of a live account expires by a key, and no other key plays the clock', async () => {
  const { id: qualificationId } = await anApprovedSender()
  await expect(playExpiry(await testing(), { qualificationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(playExpiry(await aClient(), { qualificationId })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect((await rowOf(qualificationId)).status).toBe('APPROVED')
})

test('what is revoked meanwhile does not expire', async () => {
  const { client, qualificationId } = await anApprovedTest()
  const { validUntil } = await rowOf(qualificationId)
  const expiring = interleave(qualificationId, { status: 'REVOKED' }, () => playExpiry(client, { qualificationId }))
  await expect(expiring).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await rowOf(qualificationId)).toMatchObject({ status: 'REVOKED', validUntil })
})
