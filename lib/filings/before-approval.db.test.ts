import { expect, test } from 'vitest'
import { dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aReadyDraft } from '@/tests/factories/qualifications'
import {
  aClaimedQualification,
  aSecondRevision,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
} from '@/tests/factories/review'
import { SetFilingInput } from './schemas'
import { setFiling } from './set-filing'

/** Returns how many filings an application has, and how an attempt to record one for each sender signature ends. */
async function filingsOf(qualificationId: string) {
  const signatures = await database().senderSignature.findMany({
    where: { submission: { qualificationId } },
    orderBy: { submission: { revision: 'asc' } },
    include: { filings: true },
  })
  const lead = await someStaff({ roles: ['LEAD'] })
  const attempts: string[] = []
  for (const { id: senderSignatureId } of signatures) {
    const filing = {
      senderSignatureId,
      carrier: 'CMCC',
      from: 'NOT_FILED',
      state: 'FILED',
      filedOn: dateIn(new Date()),
    }
    const attempt = setFiling(lead, SetFilingInput.parse(filing))
    attempts.push(await attempt.then(() => 'FILED').catch((error: { code: string }) => error.code))
  }
  return { filings: signatures.flatMap(({ filings }) => filings).length, attempts }
}

test('nothing is filed with a carrier, and nothing can be recorded as filed, before an approval', async () => {
  const draft = await aReadyDraft()
  expect(await filingsOf(draft.id)).toEqual({ filings: 0, attempts: ['NOT_FOUND'] })

  const refused = { filings: 0, attempts: ['INVALID_STATE'] }
  const { qualification: submitted, applicant } = await aSubmittedQualification()
  expect(await filingsOf(submitted.id)).toEqual(refused)
  await withdrawQualification(applicant, { qualificationId: submitted.id })
  expect(await filingsOf(submitted.id)).toEqual(refused)

  const { reviewer, qualification: claimed, parts } = await aClaimedQualification()
  expect(await filingsOf(claimed.id)).toEqual(refused)
  const rejects = { qualificationId: claimed.id, revision: 1, parts: judgementsOf(parts, 'SUSPECTED_FORGERY') }
  expect(await decideQualification(reviewer, rejects)).toMatchObject({ status: 'REJECTED' })
  expect(await filingsOf(claimed.id)).toEqual(refused)

  const again = await aSecondRevision()
  const { id } = again.qualification
  expect(await filingsOf(id)).toEqual({ filings: 0, attempts: ['INVALID_STATE', 'INVALID_STATE'] })
  await decideQualification(again.reviewer, { qualificationId: id, revision: 2, parts: judgementsOf(again.parts) })
  expect(await filingsOf(id)).toEqual({ filings: 4, attempts: ['INVALID_STATE', 'FILED'] })
})
