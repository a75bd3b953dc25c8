import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { DAY, dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { aClaimedQualification } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { interleave } from '@/tests/setup/interleave'
import { recordFilings } from './record-filings'
import { FilingChanges } from './schemas'

const SCOPES = { scopes: ['FILINGS_WRITE' as const] }
const yesterday = dateIn(new Date(Date.now() - DAY))
const FILED = { carrier: 'CMCC', from: 'NOT_FILED', state: 'FILED', filedOn: yesterday }
const EFFECTIVE = { ...FILED, from: 'FILED', state: 'EFFECTIVE', effectiveOn: yesterday, extensionNumber: '1069' }

const sent = (...filings: object[]) => FilingChanges.parse({ filings })
const aSender = () => anApprovedSender({ filing: 'NOT_FILED' })
const rowsOf = (senderSignatureId: string) =>
  database().filing.findMany({ where: { senderSignatureId }, orderBy: { carrier: 'asc' } })
const filed = (id: string) => eventsAbout(id, 'filing.changed')

test('each is recorded by the verb of the pages, with an event that names the client', async () => {
  const [client, sender, other] = [await aClient(SCOPES), await aSender(), await aSender()]
  const { senderSignatureId } = sender
  const { answers } = await recordFilings(
    client,
    sent(
      { ...FILED, senderSignatureId },
      { ...EFFECTIVE, senderSignatureId },
      { ...FILED, senderSignatureId: other.senderSignatureId, carrier: 'CUCC' },
    ),
  )
  expect(answers).toEqual([
    { senderSignatureId, carrier: 'CMCC', recorded: true, code: null, problem: null },
    { senderSignatureId, carrier: 'CMCC', recorded: true, code: null, problem: null },
    { senderSignatureId: other.senderSignatureId, carrier: 'CUCC', recorded: true, code: null, problem: null },
  ])
  const row = (await rowsOf(senderSignatureId)).find(({ carrier }) => carrier === 'CMCC')
  expect(row).toMatchObject({ state: 'EFFECTIVE', extensionNumber: '1069' })
  const events = await filed(sender.id)
  expect(events.map(({ actorKind, actorId, capabilities }) => [actorKind, actorId, capabilities])).toEqual([
    ['CLIENT', client.id, []],
    ['CLIENT', client.id, []],
  ])
})

test('sent again, what is recorded changes nothing, and the rest is recorded', async () => {
  const [client, { id, senderSignatureId }] = [await aClient(SCOPES), await aSender()]
  const failed = { ...FILED, carrier: 'CTCC', from: 'FILED', state: 'FAILED', reason: ' 资料不符 ' }
  const first = sent({ ...FILED, senderSignatureId, carrier: 'CTCC' }, { ...failed, senderSignatureId })
  await recordFilings(client, first)
  const before = await rowsOf(senderSignatureId)
  const again = await recordFilings(client, sent({ ...failed, senderSignatureId }))
  expect(again.answers).toMatchObject([{ recorded: true, code: null }])
  expect(await rowsOf(senderSignatureId)).toEqual(before)
  expect(await filed(id)).toHaveLength(2)
  const corrected = sent({ ...failed, senderSignatureId, from: 'FAILED', reason: '资料过期' })
  expect((await recordFilings(client, corrected)).answers).toMatchObject([{ recorded: true }])
  expect(await filed(id)).toHaveLength(3)
})

test('one that is refused stops no other', async () => {
  const [client, { id, senderSignatureId }] = [await aClient(SCOPES), await aSender()]
  const { submissionId } = await aClaimedQualification() // not approved
  const undecided = await database().senderSignature.findFirstOrThrow({ where: { submissionId } })
  const tomorrow = dateIn(new Date(Date.now() + 2 * DAY))
  const { answers } = await recordFilings(
    client,
    sent(
      { ...FILED, senderSignatureId: randomUUID() },
      { ...FILED, senderSignatureId: undecided.id },
      { ...EFFECTIVE, senderSignatureId },
      { ...FILED, senderSignatureId, state: 'EFFECTIVE', effectiveOn: yesterday },
      { ...FILED, senderSignatureId, filedOn: null },
      { ...FILED, senderSignatureId, filedOn: tomorrow },
      { ...FILED, senderSignatureId },
    ),
  )
  expect(answers.map(({ recorded, code, problem }) => [recorded, code, problem])).toEqual([
    [false, 'NOT_FOUND', null],
    [false, 'INVALID_STATE', null],
    [false, 'CONFLICT', null],
    [false, 'INVALID_STATE', null],
    [false, 'INVALID_INPUT', 'FILED_ON_MISSING'],
    [false, 'INVALID_INPUT', 'FILED_ON_IN_FUTURE'],
    [true, null, null],
  ])
  expect(await filed(id)).toHaveLength(1)
})

test('what a carrier said is refused with a number of a person in it, and recorded without', async () => {
  const [client, { id, senderSignatureId }] = [await aClient(SCOPES), await aSender()]
  const failed = { ...FILED, senderSignatureId, from: 'FILED', state: 'FAILED' }
  const { answers } = await recordFilings(
    client,
    sent(
      { ...FILED, senderSignatureId },
      { ...failed, reason: '经办人 138 0013 8000 未接听' },
      { ...failed, reason: '证件号１１０１０５１９９００３０７０３１Ｘ不符' },
      { ...failed, reason: '营业执照与签名不符' },
    ),
  )
  expect(answers.map(({ recorded, code, problem }) => [recorded, code, problem])).toEqual([
    [true, null, null],
    [false, 'INVALID_INPUT', 'NOTE_WITH_NUMBER'],
    [false, 'INVALID_INPUT', 'NOTE_WITH_NUMBER'],
    [true, null, null],
  ])
  expect((await filed(id)).map(({ data }) => data)).toMatchObject([{ to: 'FILED' }, { to: 'FAILED' }])
})

test('a key without the scope, or of another account, knows of none', async () => {
  const { id, senderSignatureId, applicant } = await aSender()
  const foreign = (await aSender()).applicant.accountId
  const request = sent({ ...FILED, senderSignatureId })
  const hidden = { answers: [{ recorded: false, code: 'NOT_FOUND' }] }
  expect(await recordFilings(await aClient({ ...SCOPES, accountId: foreign }), request)).toMatchObject(hidden)
  expect(await recordFilings(await aClient({ scopes: ['QUEUE_READ', 'SENDERS_CHECK'] }), request)).toMatchObject(hidden)
  await expect(recordFilings(await aClient(), request)).rejects.toMatchObject({ code: 'FORBIDDEN' }) // it reads applications
  expect(await filed(id)).toEqual([])
  const own = await aClient({ ...SCOPES, accountId: applicant.accountId })
  expect((await recordFilings(own, request)).answers).toMatchObject([{ recorded: true }])
})

test('what changes meanwhile is a conflict', async () => {
  const [client, { id, senderSignatureId }] = [await aClient(SCOPES), await aSender()]
  const request = sent({ ...FILED, senderSignatureId })
  const { answers } = await interleave(id, { status: 'SUSPENDED' }, () => recordFilings(client, request))
  expect(answers).toMatchObject([{ recorded: false, code: 'CONFLICT' }])
  expect(await filed(id)).toEqual([])
})
