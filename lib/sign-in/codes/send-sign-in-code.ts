import 'server-only'
import { tooMany } from '@/lib/accounts/limits/limiter'
import { consumeOwnerSend, consumeSend } from '@/lib/accounts/limits/sending-limits'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import type { Locale } from '@/lib/core/languages/locales'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, type Reader, type Tx, transaction } from '@/lib/db/client'
import { messagingMode } from '@/lib/notifications/gateways/mode'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import {
  browserHash,
  CODE_MINUTES,
  type CodeFor,
  codeHash,
  FIRST_GAP,
  newCode,
  SENDS_REMEMBERED,
  type SentCode,
  waitUntilSend,
} from './sign-in-codes'

type Sending = {
  /** It is an E.164 number. */
  phone: string
  address: string
  locale: Locale
  /** Holds the secret of the browser that requests it: the code works in no other. */
  browser: string
  /** The number's owner, where it is requested on a browser on which they signed in before. */
  ownerId?: string | null
  /** The act that it is for; null to sign in. */
  codeFor?: CodeFor | null
}

/**
 * Sends a code to a phone. It doesn't even look up whether the phone is registered, so that the answer can't reveal it.
 * A new code replaces the earlier ones that the same browser requested for the same; those of other browsers stay, so
 * that nobody takes a code from its owner by requesting another. Nor do they by using up what a number is sent: on a
 * browser on which they signed in before, the owner is sent a few more.
 *
 * @throws DomainError RATE_LIMITED
 */
export async function sendSignInCode({ phone, address, locale, browser, ownerId = null, codeFor = null }: Sending) {
  messagingMode() // refuses before any work when no message could be sent
  const phoneIndex = await blindIndex('phone', phone)
  const requestedBy = await browserHash(phoneIndex, browser, codeFor)
  const request = { phoneIndex, requestedBy, isOwner: ownerId !== null }
  const { isBeyond } = await waitedFor(database(), request, await databaseTime()) // a refused one counts for no other limit
  if (isBeyond && ownerId !== null) await consumeOwnerSend(ownerId)
  await consumeSend(address)
  const id = newId()
  const code = newCode()
  const hash = await codeHash(id, code)

  return transaction(async (tx) => {
    const now = await oneAtATime(tx, phoneIndex)
    const { sent } = await waitedFor(tx, { ...request, isOwner: isBeyond }, now)

    await tx.signInCode.updateMany({
      where: { phoneIndex, browserHash: requestedBy, usedAt: null, expiresAt: { gt: now } },
      data: { expiresAt: now },
    })
    const expiresAt = new Date(now.getTime() + CODE_MINUTES * MINUTE)
    const row = { id, phoneIndex, codeHash: hash, browserHash: requestedBy, createdAt: now, expiresAt }
    await tx.signInCode.create({ data: row })
    const params = { code, minutes: CODE_MINUTES }
    await enqueueMessage(tx, { channel: 'SMS', template: 'SIGN_IN_CODE', locale, to: phone, params, expiresAt })
    const untilNext = isBeyond ? FIRST_GAP : waitUntilSend(now, [{ createdAt: now, usedAt: null }, ...sent])
    return { resendSeconds: Math.ceil(untilNext / SECOND) }
  })
}

type Request = {
  phoneIndex: Uint8Array<ArrayBuffer>
  requestedBy: Uint8Array<ArrayBuffer>
  /** Their own browser waits for a minute after its own last code, and for no other. */
  isOwner: boolean
}

/**
 * Returns the codes recently sent to a number, newest first, and whether this one is beyond the limit of the number.
 *
 * @throws DomainError RATE_LIMITED when it has to wait
 */
async function waitedFor(
  reader: Reader,
  { phoneIndex, requestedBy, isOwner }: Request,
  now: Date,
): Promise<{ sent: SentCode[]; isBeyond: boolean }> {
  const sent = await reader.signInCode.findMany({
    where: { phoneIndex },
    orderBy: { createdAt: 'desc' },
    take: SENDS_REMEMBERED,
    select: { createdAt: true, usedAt: true },
  })
  const wait = waitUntilSend(now, sent)
  if (wait === 0) return { sent, isBeyond: false }
  if (!isOwner) throw tooMany(wait)
  const where = { phoneIndex, browserHash: requestedBy, createdAt: { gt: new Date(now.getTime() - FIRST_GAP) } }
  if ((await reader.signInCode.count({ where })) > 0) throw tooMany(Math.min(wait, FIRST_GAP))
  return { sent, isBeyond: true }
}

/** Locks a number, so that two sends don't count the same earlier ones. Returns the database's time under the lock. */
async function oneAtATime(tx: Tx, phoneIndex: Uint8Array): Promise<Date> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${Buffer.from(phoneIndex).readBigInt64BE()}::bigint)`
  return databaseTime(tx)
}
