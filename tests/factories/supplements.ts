import { dateIn } from '@/lib/core/clock'
import { database, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { setFiling } from '@/lib/filings/set-filing'
import { requestSupplement } from '@/lib/filings/supplements/request-supplement'
import { decide, submit } from './journey'
import { aColleague, aRegisteredApplicant } from './people'
import { aReadyDraft, aStoredFile } from './qualifications'

/** Records that its first signature was filed with China Mobile. */
export async function fileWithMobile(qualificationId: string) {
  const { actor } = await aColleague({ roles: ['LEAD'], name: '高原' })
  const { id: senderSignatureId } = await database().senderSignature.findFirstOrThrow({
    where: { submission: { qualificationId, decisions: { some: { outcome: 'APPROVED' } } } },
    orderBy: { position: 'asc' },
  })
  const filing = { senderSignatureId, carrier: 'CMCC', from: 'NOT_FILED', state: 'FILED' } as const
  const more = { extensionNumber: null, reason: null, filedOn: dateIn(new Date()), effectiveOn: null }
  await setFiling(actor, { ...filing, ...more })
  return { lead: actor, senderSignatureId, carrier: 'CMCC' as const }
}

/** Creates an approved qualification whose signature was filed. Its files are rows only. */
export async function aFiledOne() {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await submit(applicant.actor, id)
  await decide((await aColleague()).actor, id)
  return { applicant, id, ...(await fileWithMobile(id)) }
}

type Filed = Awaited<ReturnType<typeof fileWithMobile>>

/** Requests material for the filing. */
export function requestMaterialFor(
  { lead, senderSignatureId, carrier }: Filed,
  { kind = 'SUPPORTING', note = '请提供门店照片' }: { kind?: DocumentKind; note?: string } = {},
) {
  return requestSupplement(lead, { senderSignatureId, carrier, kind, note })
}

/** Puts a file into a request, without blobs. */
export function anAnswerTo(supplementId: string, owner: { id: string; accountId: string }): Promise<string> {
  return transaction(async (tx) => {
    const { submissionId, kind } = await tx.supplement.findUniqueOrThrow({ where: { id: supplementId } })
    const fileId = await aStoredFile(tx, { uploadedById: owner.id, accountId: owner.accountId })
    await tx.document.create({ data: { submissionId, kind, supplementId, pages: { create: { fileId, position: 0 } } } })
    return fileId
  })
}
