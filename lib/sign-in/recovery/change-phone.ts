import 'server-only'
import { consumeOwnSend } from '@/lib/accounts/limits/sending-limits'
import { notifyPerson, notifyPhone } from '@/lib/accounts/notices/notify'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import { shownTime } from '@/lib/accounts/notices/shown-time'
import { sealPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { blindIndex } from '@/lib/crypto/blind-index'
import { dataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { isTaken } from '@/lib/db/is-taken'
import { checkCode, spendCode } from '../codes/check-code'
import { codeForAct, readOwnPhone } from '../codes/own-phone'
import { sendSignInCode } from '../codes/send-sign-in-code'
import { removePasskeysOf } from '../factors/remove-passkeys-of'
import { forgetDevices, rememberDevice } from '../sessions/devices'
import { endSessionsIn } from '../sessions/end-sessions'
import { raiseSession } from '../sessions/sessions'

type NewPhone = { phone: string; address: string }

/** Holds the secret of the browser that requests the codes: they work in no other. */
type InBrowser = { browser: string }

/**
 * Sends a code to the actor's number and one to the number that replaces it. The answer doesn't reveal whether that
 * number is already registered before its code was entered.
 *
 * @param phone E.164
 * @throws DomainError FORBIDDEN, PHONE_SAME, RATE_LIMITED
 */
export async function sendPhoneCodes(actor: PersonActor, { phone, address, browser }: NewPhone & InBrowser) {
  requireApplicant(actor)
  const own = await readOwnPhone(actor)
  if (own.phone === phone) throw new DomainError('PHONE_SAME', 'Has that one', { subjectId: actor.id })
  const locale = isLocale(own.locale) ? own.locale : DEFAULT_LOCALE
  await consumeOwnSend(actor.id, { phone })
  const sending = { address, locale, browser, codeFor: codeForAct(actor, 'PHONE') }
  await sendSignInCode({ ...sending, phone: own.phone })
  await sendSignInCode({ ...sending, phone })
}

type Change = NewPhone & { oldCode: string; newCode: string; device: string | null; browser: string | null }

/**
 * Replaces the actor's number, by a code to both numbers. The person's other sessions and known devices are removed,
 * their passkeys too, and the old number is notified. This session continues under a new token, so that a copy of it
 * stops working too.
 *
 * @returns the secrets that this browser stores from now on
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CODE_WRONG, CODE_EXPIRED, CODE_NOT_HERE, PHONE_TAKEN, UNAUTHENTICATED
 */
export async function changePhone(actor: PersonActor, { phone, oldCode, newCode, device, ...at }: Change) {
  requireApplicant(actor)
  const own = await readOwnPhone(actor)
  const codeFor = codeForAct(actor, 'PHONE')
  const old = await checkCode({ ...at, phone: own.phone, code: oldCode, codeFor })
  const fresh = await checkCode({ ...at, phone, code: newCode, codeFor })
  return transaction(async (tx) => {
    await spendCode(tx, old.codeId)
    await spendCode(tx, fresh.codeId)
    await movePhone(tx, { userId: actor.id, phone, from: old.phoneIndex })
    await recordAudit(tx, actor, { action: 'phone.changed', subjectId: actor.id, data: { because: 'BOTH_CODES' } })
    await endSessionsIn(tx, actor, { userId: actor.id, exceptId: actor.sessionId }, 'PHONE_CHANGED')
    const now = await databaseTime(tx)
    const notice = { template: 'PHONE_CHANGED', params: { at: shownTime(now) } } as const
    const locale = isLocale(own.locale) ? own.locale : DEFAULT_LOCALE
    await notifyPhone(tx, { ...notice, phone: own.phone, locale })
    await notifyPerson(tx, { ...notice, userId: actor.id })
    await forgetDevices(tx, actor.id)
    await removePasskeysOf(tx, actor, actor.id)
    const remembered = await rememberDevice(tx, actor.id, device)
    return { device: remembered, session: await raiseSession(tx, actor, 'SMS_CODE') }
  })
}

type Move = { userId: string; phone: string; from: Uint8Array<ArrayBuffer> | null }

/**
 * Gives a person a number that was proved just now. When two want the same number, one gets it.
 *
 * @throws DomainError PHONE_TAKEN, CONFLICT when the person's number changed meanwhile
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
    throw isTaken(error) ? new DomainError('PHONE_TAKEN', 'Registered meanwhile', { subjectId: userId }) : error
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'Changed meanwhile', { subjectId: userId })
}
