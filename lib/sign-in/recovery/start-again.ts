import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import type { Locale } from '@/lib/core/languages/locales'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { removePasskeysOf } from '../factors/remove-passkeys-of'
import { provedPhone, registerIn } from '../register-applicant'

/** Carriers assign a number to a new person only after it has been out of use for this long. */
export const NUMBER_REUSE_DAYS = 90

type Starting = { ticket: string; consents: readonly ConsentKey[]; locale: Locale; device: string | null }

/**
 * Registers a person whose number belonged to another person before. That person keeps their account without the
 * number, and nothing of theirs is shown. It is refused when someone signed in by the number within the time that
 * carriers let it rest, because they still have it.
 *
 * @throws DomainError NUMBER_IN_USE, and every code of `registerApplicant`
 */
export async function startAgain(given: Starting) {
  const proved = await provedPhone(given)
  return transaction(async (tx) => {
    await releaseNumber(tx, proved.phoneIndex)
    return registerIn(tx, given, proved)
  })
}

/**
 * Takes a number from the person who had it: they can't sign in by it any more, nor by passkeys, and nothing is sent to
 * it. Without such a person nothing happens.
 */
async function releaseNumber(tx: Tx, phoneIndex: Uint8Array<ArrayBuffer>): Promise<void> {
  const former = await tx.user.findUnique({ where: { phoneIndex }, select: { id: true, phoneProvedAt: true } })
  if (!former) return
  const rested = new Date((await databaseTime(tx)).getTime() - NUMBER_REUSE_DAYS * DAY)
  const { count } = await tx.user.updateMany({
    where: { id: former.id, phoneIndex, OR: [{ phoneProvedAt: null }, { phoneProvedAt: { lt: rested } }] },
    data: { phoneIndex: null, phoneSealed: null, formerPhoneIndex: phoneIndex },
  })
  if (count !== 1) throw new DomainError('NUMBER_IN_USE', 'Signed in by it lately')
  await recordAudit(tx, SYSTEM, { action: 'phone.released', subjectId: former.id, data: {} })
  await removePasskeysOf(tx, SYSTEM, former.id)
}
