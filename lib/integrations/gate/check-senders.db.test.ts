import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { DAY, HOUR } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { signatureIndex } from '@/lib/qualifications/sealed'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { anApiKey } from '@/tests/factories/api-keys'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { anApprovedSender, fileWith } from '@/tests/factories/senders'
import { checkSenders } from './check-senders'
import type { SenderCheck } from './schemas'

const key = anApiKey()

async function ask(...checks: SenderCheck[]) {
  const hash = createHash('sha256')
    .update((await key).secret)
    .digest()
  return (await checkSenders(hash, checks))?.answers ?? []
}
const reasonOf = async (check: SenderCheck) => (await ask(check))[0]?.reason

const change = (id: string, data: Prisma.QualificationUncheckedUpdateInput) =>
  database().qualification.update({ where: { id }, data })

const COMPLAINTS = { reason: 'COMPLAINTS', note: null } as const

test('a sender with everything is allowed, until its validity ends', async () => {
  const { id, qualification, check } = await anApprovedSender()
  const { validUntil } = await database().qualification.findUniqueOrThrow({ where: { id } })
  const until = validUntil?.toISOString()
  expect(await ask(check)).toEqual([
    {
      allowed: true,
      reason: null,
      until,
      qualification: { id, reference: qualification.reference, status: 'APPROVED', validUntil: until },
      filing: { carrier: 'CMCC', state: 'EFFECTIVE', extensionNumber: '1069' },
    },
  ])
})

test('a signature is found however it is typed, as when it was declared', async () => {
  const { check } = await anApprovedSender({ signatures: ['Acme书屋'] })
  for (const signature of ['Acme书屋', '【Acme书屋】', ' ａｃｍｅ书屋 ', '[ACME书屋]']) {
    expect(await reasonOf({ ...check, signature }), signature).toBe(null)
  }
  expect(await reasonOf({ ...check, signature: 'Acme 书屋' })).toBe('SIGNATURE_UNKNOWN')
})

test('the answer gives the state of the filing, for each carrier separately', async () => {
  const { check, senderSignatureId } = await anApprovedSender({ filing: 'NOT_FILED' })
  expect(await reasonOf(check)).toBe('NOT_FILED_WITH_CARRIER')
  await fileWith('CMCC', senderSignatureId, 'FILED')
  expect(await reasonOf(check)).toBe('FILING_PENDING')
  await fileWith('CUCC', senderSignatureId, 'FAILED')
  await fileWith('CTCC', senderSignatureId, 'EFFECTIVE')
  const asked = (['CMCC', 'CUCC', 'CTCC', 'CBN'] as const).map((carrier) => ({ ...check, carrier }))
  expect((await ask(...asked)).map(({ reason }) => reason)).toEqual([
    'FILING_PENDING',
    'FILING_FAILED',
    null,
    'NOT_FILED_WITH_CARRIER',
  ])
})

test('what was not applied for is not covered', async () => {
  const { check } = await anApprovedSender()
  expect(await reasonOf({ ...check, use: 'MARKETING' })).toBe('USE_NOT_COVERED')
  expect(await reasonOf({ ...check, signature: '别家' })).toBe('SIGNATURE_UNKNOWN')
})

test('nobody is qualified before an approval, by another account’s, or without an account', async () => {
  const waiting = await aSubmittedQualification({ row: { purposes: ['NOTIFICATION'] } })
  const { check } = await anApprovedSender()
  const stranger = await anApplicant()
  for (const account of [waiting.applicant.accountId, stranger.accountId, crypto.randomUUID()]) {
    const [answer] = await ask({ ...check, account })
    expect(answer).toEqual({
      ...{ allowed: false, reason: 'NOT_QUALIFIED' },
      ...{ until: null, qualification: null, filing: null },
    })
  }
})

test('a signature of an application that waits is not known yet, where another is in force', async () => {
  const { check, applicant } = await anApprovedSender()
  await aSubmittedQualification({ applicant, signatures: ['新签名'], row: { purposes: ['NOTIFICATION'] } })
  expect(await reasonOf({ ...check, signature: '新签名' })).toBe('SIGNATURE_UNKNOWN')
})

test('the end counts from its moment, whether or not the daily job has run', async () => {
  const { id, check } = await anApprovedSender()
  await change(id, { validUntil: await databaseTime() })
  const [answer] = await ask(check)
  expect(answer).toMatchObject({ allowed: false, reason: 'EXPIRED', until: null, qualification: { status: 'EXPIRED' } })
  expect(await reasonOf({ ...check, signature: '别家' })).toBe('NOT_QUALIFIED') // nothing is in force any more
  await change(id, { status: 'EXPIRED' })
  expect(await reasonOf(check)).toBe('EXPIRED')
})

test('suspending, resuming and revoking hold from their commit on', async () => {
  const { id: qualificationId, check } = await anApprovedSender()
  const admin = await someStaff({ roles: ['ADMIN'] })
  await suspendQualification(admin, { qualificationId, ...COMPLAINTS })
  expect(await reasonOf(check)).toBe('SUSPENDED')
  await resumeQualification(admin, { qualificationId, reason: 'RESOLVED', note: null })
  expect(await reasonOf(check)).toBe(null)
  await revokeQualification(admin, { qualificationId, ...COMPLAINTS })
  expect(await reasonOf(check)).toBe('REVOKED')
})

test('once a suspension is committed no answer allows, however many checks run at the same time', async () => {
  const { id: qualificationId, check } = await anApprovedSender()
  const admin = await someStaff({ roles: ['ADMIN'] })
  let isCommitted = false
  const late: (string | null | undefined)[] = []
  const early: (string | null | undefined)[] = []
  const lane = async () => {
    while (late.length < 50) {
      const isLate = isCommitted
      const reason = await reasonOf(check)
      ;(isLate ? late : early).push(reason)
    }
  }
  const lanes = Array.from({ length: 4 }, lane)
  while (early.length < 20) await new Promise(setImmediate)
  await suspendQualification(admin, { qualificationId, ...COMPLAINTS })
  isCommitted = true
  await Promise.all(lanes)
  expect(early).toContain(null)
  expect(new Set(late)).toEqual(new Set(['SUSPENDED']))
})

test('of a qualification and its renewal either allows, and a suspension of either stops both', async () => {
  const first = await anApprovedSender()
  const { applicant, check } = first
  const second = await anApprovedSender({ applicant, filing: 'NOT_FILED' })
  expect((await ask(check))[0]).toMatchObject({ allowed: true, qualification: { id: first.id } })
  const admin = await someStaff({ roles: ['ADMIN'] })
  await suspendQualification(admin, { qualificationId: second.id, ...COMPLAINTS })
  expect((await ask(check))[0]).toMatchObject({ reason: 'SUSPENDED', qualification: { id: second.id } })
  await revokeQualification(admin, { qualificationId: second.id, ...COMPLAINTS })
  expect(await reasonOf(check)).toBe('REVOKED')
  const third = await anApprovedSender({ applicant })
  expect((await ask(check))[0]).toMatchObject({ allowed: true, qualification: { id: third.id } })
})

test('a signature on behalf is allowed within the days of the authorisation alone', async () => {
  const own = await anApprovedSender()
  const authorised = await anApprovedSender({ isAuthorised: true })
  const day = async (days: number) => new Date((await databaseTime()).getTime() + 8 * HOUR + days * DAY)
  const within = async (from: number, to: number) => {
    const days = { authorisedFrom: await day(from), authorisedTo: await day(to) }
    for (const { id } of [own, authorised]) await change(id, days)
    return (await ask(own.check, authorised.check)).map(({ reason }) => reason)
  }
  expect(await within(1, 30)).toEqual([null, 'AUTHORISATION_NOT_STARTED'])
  expect(await within(0, 0)).toEqual([null, null])
  expect(await within(-30, -1)).toEqual([null, 'AUTHORISATION_ENDED'])
  for (const { id } of [own, authorised]) await change(id, { validUntil: await databaseTime() })
  expect(await within(-30, -1)).toEqual(['EXPIRED', 'AUTHORISATION_ENDED'])
})

test('only the revision that was approved counts, and not what an earlier one had', async () => {
  const { id, check, submissionId } = await anApprovedSender()
  const { rulebookVersion, letterVersion } = await database().submission.findUniqueOrThrow({
    where: { id: submissionId },
  })
  const next = await database().submission.create({
    data: { qualificationId: id, revision: 2, rulebookVersion, letterVersion },
  })
  const row = { submissionId: next.id, position: 0, source: 'OWN_NAME', textSealed: Buffer.alloc(1) } as const
  await database().senderSignature.create({
    data: { ...row, textIndex: new Uint8Array(await signatureIndex('改名书屋')) },
  })
  await change(id, { revision: 2 })
  expect(await reasonOf(check)).toBe('SIGNATURE_UNKNOWN')
  expect(await reasonOf({ ...check, signature: '改名书屋' })).toBe('NOT_FILED_WITH_CARRIER')
})
