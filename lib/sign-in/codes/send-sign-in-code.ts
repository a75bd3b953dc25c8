import 'server-only'
import { consumeSend, tooMany } from '@/lib/accounts/limits/rate-limits'
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
  newCode,
  SENDS_REMEMBERED,
  type SentCode,
  waitUntilSend,
} from './sign-in-codes'

type Sending = {
  /** An E.164 number. */
  phone: string
  address: string
  locale: Locale
  /** The secret of the browser that requests it: the code works in no other. */
  browser: string
  /** The act that it is for; null to sign in. */
  codeFor?: CodeFor | null
}

/**
 * Sends a code to a phone. It doesn't even look up whether the phone is registered, so that the answer can't reveal it.
 * A new code replaces the earlier ones that the same browser requested for the same; those of other browsers stay, so that
 * nobody takes a code from its owner by requesting another.
 *
 * @throws DomainError RATE_LIMITED
 */
export async function sendSignInCode({ phone, address, locale, browser, codeFor = null }: Sending) {
  messagingMode() // refuses before any work when no message could be sent
  const phoneIndex = await blindIndex('phone', phone)
  await waitedFor(database(), phoneIndex, await databaseTime()) // a refused request counts for no other limit
  await consumeSend(address)
  const id = newId()
  const code = newCode()
  const hash = await codeHash(id, code)
  const requestedBy = await browserHash(phoneIndex, browser, codeFor)

  return transaction(async (tx) => {
    const now = await oneAtATime(tx, phoneIndex)
    const sent = await waitedFor(tx, phoneIndex, now)

    await tx.signInCode.updateMany({
      where: { phoneIndex, browserHash: requestedBy, usedAt: null, expiresAt: { gt: now } },
      data: { expiresAt: now },
    })
    const expiresAt = new Date(now.getTime() + CODE_MINUTES * MINUTE)
    const row = { id, phoneIndex, codeHash: hash, browserHash: requestedBy, createdAt: now, expiresAt }
    await tx.signInCode.create({ data: row })
    const params = { code, minutes: CODE_MINUTES }
    await enqueueMessage(tx, { channel: 'SMS', template: 'SIGN_IN_CODE', locale, to: phone, params, expiresAt })
    const untilNext = waitUntilSend(now, [{ createdAt: now, usedAt: null }, ...sent])
    return { resendSeconds: Math.ceil(untilNext / SECOND) }
  })
}

/**
 * Returns the codes recently sent to a number, newest first.
 *
 * @throws DomainError RATE_LIMITED when it has to wait
 */
async function waitedFor(reader: Reader, phoneIndex: Uint8Array<ArrayBuffer>, now: Date): Promise<SentCode[]> {
  const sent = await reader.signInCode.findMany({
    where: { phoneIndex },
    orderBy: { createdAt: 'desc' },
    take: SENDS_REMEMBERED,
    select: { createdAt: true, usedAt: true },
  })
  const wait = waitUntilSend(now, sent)
  if (wait > 0) throw tooMany(wait)
  return sent
}

/** Locks a number, so that two sends don't count the same earlier ones. Returns the database's time under the lock. */
async function oneAtATime(tx: Tx, phoneIndex: Uint8Array): Promise<Date> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${Buffer.from(phoneIndex).readBigInt64BE()}::bigint)`
  return databaseTime(tx)
}
