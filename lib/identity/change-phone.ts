import 'server-only'
import { guessCode, spendCode } from '@/lib/accounts/guess-code'
import { readOwnPhone } from '@/lib/accounts/own-phone'
import { sealPersonField } from '@/lib/accounts/person-fields'
import { sendSignInCode } from '@/lib/accounts/send-sign-in-code'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { forgetDevices, rememberDevice } from '@/lib/auth/devices'
import { takeUnaskedSend } from '@/lib/auth/rate-limits'
import { endSessionsIn, raiseSession } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { dataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { requireApplicant } from '@/lib/notifications/policy'
import { shownTime } from '@/lib/notifications/shown-time'
import { tellPerson, tellPhone } from '@/lib/notifications/tell'

type Asking = { phone: string; address: string }

/** The secret of the browser that asks: both codes work in no other. */
type InBrowser = { browser: string }

/**
 * Sends a code to one's number and one to the number that is to take its place. Whether someone else is known by that one
 * is not told before its code was given.
 *
 * @param phone E.164
 * @throws DomainError FORBIDDEN, PHONE_SAME, RATE_LIMITED
 */
export async function sendPhoneCodes(actor: PersonActor, { phone, address, browser }: Asking & InBrowser) {
  requireApplicant(actor)
  const own = await readOwnPhone(actor)
  if (own.phone === phone) throw new DomainError('PHONE_SAME', 'Has that one', { subjectId: actor.id })
  const locale = isLocale(own.locale) ? own.locale : DEFAULT_LOCALE
  await takeUnaskedSend(actor.id, { phone })
  await sendSignInCode({ phone: own.phone, address, locale, browser })
  await sendSignInCode({ phone, address, locale, browser })
}

type Change = Asking & { oldCode: string; newCode: string; device: string | null; browser: string | null }

/**
 * Puts another number in the place of one's own, by a code to both. Other sessions and devices end with the old one, which
 * is told by a message to it. This session continues under a new token, so that a copy of it ends too.
 *
 * @returns what this browser is to hold from now on
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, PHONE_TAKEN, UNAUTHENTICATED
 */
export async function changePhone(actor: PersonActor, { phone, oldCode, newCode, device, ...at }: Change) {
  requireApplicant(actor)
  const own = await readOwnPhone(actor)
  const old = await guessCode({ ...at, phone: own.phone, code: oldCode })
  const fresh = await guessCode({ ...at, phone, code: newCode })
  return transaction(async (tx) => {
    await spendCode(tx, old.codeId)
    await spendCode(tx, fresh.codeId)
    await movePhone(tx, { userId: actor.id, phone, from: old.phoneIndex })
    await recordAudit(tx, actor, { action: 'phone.changed', subjectId: actor.id, data: { because: 'BOTH_CODES' } })
    await endSessionsIn(tx, actor, { userId: actor.id, exceptId: actor.sessionId }, 'PHONE_CHANGED')
    const now = await databaseTime(tx)
    const told = { template: 'PHONE_CHANGED', params: { at: shownTime(now) } } as const
    const locale = isLocale(own.locale) ? own.locale : DEFAULT_LOCALE
    await tellPhone(tx, { ...told, phone: own.phone, locale })
    await tellPerson(tx, { ...told, userId: actor.id })
    await forgetDevices(tx, actor.id)
    const kept = await rememberDevice(tx, actor.id, device)
    return { device: kept, session: await raiseSession(tx, actor, 'SMS_CODE') }
  })
}

type Move = { userId: string; phone: string; from: Uint8Array<ArrayBuffer> | null }

/**
 * Gives someone a number that was proved just now. Of two who would have the same one gets it.
 *
 * @throws DomainError PHONE_TAKEN, CONFLICT when theirs was changed meanwhile
 */
export async function movePhone(tx: Tx, { userId, phone, from }: Move): Promise<void> {
  const phoneIndex = await blindIndex('phone', phone)
  if ((await tx.user.count({ where: { phoneIndex } })) > 0)
    throw new DomainError('PHONE_TAKEN', 'Someone is known by it', { subjectId: userId })
  const { dataKeyId } = await tx.user.findUniqueOrThrow({ where: { id: userId } })
  const phoneSealed = sealPersonField(await dataKey(tx, dataKeyId), userId, 'phone_sealed', phone)
  const data = { phoneIndex, phoneSealed, phoneProvedAt: await databaseTime(tx), formerPhoneIndex: null }
  const moved = tx.user.updateMany({ where: { id: userId, phoneIndex: from, erasedAt: null }, data })
  const { count } = await moved.catch((error: unknown) => {
    // Someone registered with it at the same time, whom only the unique index knows.
    const isTaken = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
    throw isTaken ? new DomainError('PHONE_TAKEN', 'Registered meanwhile', { subjectId: userId }) : error
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'Changed meanwhile', { subjectId: userId })
}
