import { dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import type { Carrier, FilingState } from '@/lib/db/generated/enums'
import { SetFilingInput } from '@/lib/filings/schemas'
import { setFiling } from '@/lib/filings/set-filing'
import type { SenderCheck } from '@/lib/integrations/gate/schemas'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { aClaimedQualification, judgementsOf, someStaff } from './review'

type Given = Parameters<typeof aClaimedQualification>[0] & {
  /** Says how far its filing with China Mobile got. */
  filing?: FilingState
}

const USES = { purposes: ['NOTIFICATION'] }

/** Makes a qualification that is approved and filed by the verbs, and the question about it for the gate. */
export async function anApprovedSender({ filing = 'EFFECTIVE', signatures = ['小明书屋'], ...given }: Given = {}) {
  const claimed = await aClaimedQualification({ row: USES, ...given, signatures })
  const { reviewer, qualification, parts, applicant, submissionId } = claimed
  const { id } = qualification
  await decideQualification(reviewer, { qualificationId: id, revision: 1, parts: judgementsOf(parts) })
  const row = await database().senderSignature.findFirstOrThrow({ where: { submissionId, position: 0 } })
  await fileWith('CMCC', row.id, filing)
  const check: SenderCheck = {
    account: applicant.accountId,
    signature: signatures[0] ?? '',
    carrier: 'CMCC',
    use: 'NOTIFICATION',
  }
  return { ...claimed, id, senderSignatureId: row.id, check }
}

/** Records a filing up to a state. */
export async function fileWith(carrier: Carrier, senderSignatureId: string, state: FilingState): Promise<void> {
  if (state === 'NOT_FILED') return
  const lead = await someStaff({ roles: ['LEAD'] })
  const today = dateIn(new Date())
  const set = (given: object) =>
    setFiling(lead, SetFilingInput.parse({ senderSignatureId, carrier, filedOn: today, ...given }))
  await set({ from: 'NOT_FILED', state: 'FILED' })
  if (state === 'EFFECTIVE') await set({ from: 'FILED', state, effectiveOn: today, extensionNumber: '1069' })
  if (state === 'FAILED') await set({ from: 'FILED', state, reason: '资料不符' })
}
