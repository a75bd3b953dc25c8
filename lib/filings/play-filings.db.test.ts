import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { ClientActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { playDecision } from '@/lib/review/decisions/play-decision'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { anApplicant, aSubmittedQualification } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { type PlayedFilings, playFilings } from './play-filings'

const testing = aClient({ isTest: true })

const aSubmitted = async ({ isTest }: { isTest: boolean }) =>
  (await aSubmittedQualification({ applicant: await anApplicant({ isTest }) })).qualification.id

async function anApprovedTest() {
  const id = await aSubmitted({ isTest: true })
  await playDecision(await testing, { qualificationId: id, outcome: 'APPROVED', reasons: [] })
  return id
}

const play = (client: ClientActor, qualificationId: string, given: Partial<PlayedFilings> = {}) =>
  playFilings(client, { qualificationId, carrier: 'CMCC', state: 'EFFECTIVE', extensionNumber: '1069', ...given })
const statesOf = async (qualificationId: string) => {
  const filings = await database().filing.findMany({ where: { senderSignature: { submission: { qualificationId } } } })
  return filings.map(({ carrier, state }) => `${carrier} ${state}`).toSorted()
}

test('a test key plays one carrier, and what it did is recorded as a test', async () => {
  const id = await anApprovedTest()
  expect(await play(await testing, id)).toMatchObject({ id, status: 'APPROVED' })
  expect((await statesOf(id)).filter((state) => !state.endsWith('NOT_FILED'))).toEqual(['CMCC EFFECTIVE'])
  const by = { actorKind: 'CLIENT', actorId: (await testing).id, isTest: true }
  expect(await eventsAbout(id, 'filing.changed')).toMatchObject([
    { ...by, data: { from: 'NOT_FILED', to: 'FILED' } },
    { ...by, data: { from: 'FILED', to: 'EFFECTIVE' } },
  ])
})

test('it plays nothing that it does not know of, nor before an approval', async () => {
  const other = await aClient({ isTest: true, accountId: (await anApplicant({ isTest: true })).accountId })
  const submitted = await aSubmitted({ isTest: true })
  const refusals = [
    [await testing, randomUUID(), 'NOT_FOUND'],
    [await testing, await aSubmitted({ isTest: false }), 'NOT_FOUND'],
    [other, submitted, 'NOT_FOUND'],
    [await testing, submitted, 'INVALID_STATE'],
  ] as const
  for (const [client, id, code] of refusals) await expect(play(client, id)).rejects.toMatchObject({ code })
})

test.each([
  ['one for live accounts, which records filings', { scopes: ['QUALIFICATIONS_WRITE', 'FILINGS_WRITE'] }],
  ['a test key that writes no qualifications', { isTest: true, scopes: ['QUALIFICATIONS_READ', 'FILINGS_WRITE'] }],
] as const)('no other key plays a carrier: %s', async (_, { scopes, ...of }) => {
  const client = await aClient({ ...of, scopes: [...scopes] })
  const id = client.isTest ? await anApprovedTest() : (await anApprovedSender()).id
  const before = await statesOf(id)
  await expect(play(client, id, { state: 'FAILED' })).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: id })
  expect(await statesOf(id)).toEqual(before)
})
