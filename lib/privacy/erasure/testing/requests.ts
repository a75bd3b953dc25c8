import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { aCodeFor, age, BROWSER } from '@/tests/factories/codes'
import { aLegalHold } from '@/tests/factories/holds'
import { submit } from '@/tests/factories/journey'
import { aColleague, anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { requestErasure } from '../request-erasure'

type Applicant = Awaited<ReturnType<typeof aRegisteredApplicant>>

const owned = ({ actor, accountId }: Applicant) => ({ ...actor, accountId })
export const stateOf = (id: string) => database().qualification.findUniqueOrThrow({ where: { id } })
export const put = (id: string, data: Prisma.QualificationUncheckedUpdateInput) =>
  database().qualification.update({ where: { id }, data })

export async function ask({ actor, phone, accountId }: Applicant, qualificationId: string | null) {
  await age(phone, 24 * 60 * 60) // so that another code may be sent
  return requestErasure(
    actor,
    { accountId, qualificationId, code: await aCodeFor({ actor, phone }, 'ERASURE') },
    { address: anAddress(), browser: BROWSER },
  )
}

/** Creates a qualification of an applicant with a phone of their own; its files are rows only. */
export async function aQualification(status: QualificationStatus = 'DRAFT', applicant?: Applicant) {
  const owner = applicant ?? (await aRegisteredApplicant())
  const { id } = await aReadyDraft({ applicant: owned(owner), source: 'TRADEMARK' })
  if (status !== 'DRAFT') await submit(owner.actor, id)
  const validUntil = new Date(Date.now() + 100 * DAY)
  if (status === 'APPROVED') await put(id, { status, validUntil, decidedAt: new Date() })
  else if (status !== 'DRAFT') await put(id, { status })
  return { applicant: owner, id }
}

/** Places a legal hold on it, as an administrator does. */
export async function hold(subject: { qualificationId: string } | { accountId: string }) {
  return aLegalHold(subject, (await aColleague({ roles: ['ADMIN'] })).id)
}
