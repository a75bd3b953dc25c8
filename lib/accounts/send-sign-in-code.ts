import 'server-only'
import { takeSend, tooMany } from '@/lib/auth/rate-limits'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, type Reader, type Tx, transaction } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { enqueueMessage } from '@/lib/messaging/enqueue-message'
import { messagingMode } from '@/lib/messaging/mode'
import {
  browserHash,
  CODE_MINUTES,
  codeHash,
  newCode,
  SENDS_REMEMBERED,
  type SentCode,
  waitUntilSend,
} from './sign-in-codes'

type Sending = {
  /** E.164. */
  phone: string
  address: string
  locale: Locale
  /** The secret of the browser that requests it: the code works in no other. */
  browser: string
}

/**
 * Sends a code to a phone. Whether someone is known by it is not even looked up, so that the answer can't tell. A new
 * code replaces the earlier ones that the same browser requested; those of others stay, so that nobody takes a code from
 * its owner by requesting another.
 *
 * @throws DomainError RATE_LIMITED
 */
export async function sendSignInCode({ phone, address, locale, browser }: Sending) {
  messagingMode() // nobody waits for a message that can't leave
  const phoneIndex = await blindIndex('phone', phone)
  await waitedFor(database(), phoneIndex, await databaseTime()) // what is refused anyway counts for no other limit
  await takeSend(address)
  const id = newId()
  const code = newCode()
  const hash = await codeHash(id, code)
  const requestedBy = await browserHash(phoneIndex, browser)

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

/** What a number was sent lately, newest first. @throws DomainError RATE_LIMITED when it has to wait */
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

/** One send to a number at a time, or two would count the same earlier ones. Returns the time since when we are alone. */
async function oneAtATime(tx: Tx, phoneIndex: Uint8Array): Promise<Date> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${Buffer.from(phoneIndex).readBigInt64BE()}::bigint)`
  return databaseTime(tx)
}
