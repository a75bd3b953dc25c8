import 'server-only'
import type { ConsentKey } from '@/lib/accounts/consents'
import { provedPhone, registerIn } from '@/lib/accounts/register-applicant'
import { recordAudit } from '@/lib/audit/record'
import { SYSTEM } from '@/lib/auth/actor'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'

/** Carriers give a number to someone else only after it has been out of use for so long. */
export const NUMBER_RESTS_DAYS = 90

type Beginning = { ticket: string; consents: readonly ConsentKey[]; locale: Locale; device: string | null }

/**
 * Registers someone whose number was someone else's before, who keeps their account without it. Nothing of theirs is
 * shown. Whoever signed in by the number within the time that carriers let it rest still has it: that is refused.
 *
 * @throws DomainError NUMBER_IN_USE, and all that `registerApplicant` does
 */
export async function beginAnew(beginning: Beginning) {
  const proved = await provedPhone(beginning)
  return transaction(async (tx) => {
    await releaseNumber(tx, proved.phoneIndex)
    return registerIn(tx, beginning, proved)
  })
}

/** Takes a number from whoever had it: by it they can't sign in, and are sent nothing. Nobody by it: nothing happens. */
async function releaseNumber(tx: Tx, phoneIndex: Uint8Array<ArrayBuffer>): Promise<void> {
  const former = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true, phoneProvedAt: true } })
  if (!former) return
  const rested = new Date((await databaseTime(tx)).getTime() - NUMBER_RESTS_DAYS * DAY)
  const { count } = await tx.user.updateMany({
    where: { id: former.id, phoneIndex, OR: [{ phoneProvedAt: null }, { phoneProvedAt: { lt: rested } }] },
    data: { phoneIndex: null, phoneSealed: null, formerPhoneIndex: phoneIndex },
  })
  if (count !== 1) throw new DomainError('NUMBER_IN_USE', 'Signed in by it lately')
  await recordAudit(tx, SYSTEM, { action: 'phone.released', subjectId: former.id, data: {} })
}
