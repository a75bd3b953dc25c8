import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { forgetDevices } from '@/lib/auth/devices'
import { endSessionsIn } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx } from '@/lib/db/client'
import { eraseDataKeys } from '@/lib/erasing/erase-data-keys'
import { eraseCases } from '@/lib/identity/erase-cases'
import { isOpen } from '@/lib/members/open-invitations'
import type { ErasureRecord } from './erasure-record'

type Order = { userId: string; accountId: string; requestId: string }

const MONTH = 30 * 24 * 60 * 60 * 1000

/**
 * Erases all that is known of who signed in, and with them their membership: key, indexes, sessions, codes, invitations
 * to their number. Their consents are over. What they did stays, by an id that nobody can give a name to any more. The
 * account's qualifications were erased before; its members are locked.
 *
 * @returns the id of the erasure
 * @throws DomainError CONFLICT when it was done before
 */
export async function erasePerson(
  tx: Tx,
  actor: PersonActor,
  { userId, accountId, requestId }: Order,
): Promise<{ erasureId: string }> {
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR UPDATE`
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId } })
  if (person.erasedAt) throw new DomainError('CONFLICT', 'Erased before', { subjectId: accountId })
  const at = await databaseTime(tx)
  await endSessionsIn(tx, actor, { userId }, 'ERASED')
  await eraseDataKeys(tx, [{ dataKeyId: person.dataKeyId, kind: 'PERSON', subjectId: userId }], 'REQUEST')
  await takeOutPerson(tx, { userId, phoneIndex: person.phoneIndex, at })
  await tx.membership.deleteMany({ where: { userId } })
  // An invitation is worth no more than who gave it.
  await tx.memberInvitation.updateMany({
    where: { AND: [{ invitedById: userId }, isOpen(at)] },
    data: { revokedAt: at },
  })

  const record: ErasureRecord = {
    version: 1,
    files: [],
    details: null,
    person: true,
    remains: [
      { what: 'DECISIONS_AND_EVENTS', until: null },
      { what: 'SENT_MESSAGES', until: new Date(at.getTime() + MONTH).toISOString() },
    ],
  }
  const erasure = { id: newId(), accountId, userId, scopes: ['PERSON' as const], cause: 'REQUEST' as const }
  await tx.erasure.create({ data: { ...erasure, requestId, at, record } })
  const data = { erasureId: erasure.id, userId, requestId }
  await recordAudit(tx, actor, { action: 'account.person_erased', subjectId: accountId, data })
  return { erasureId: erasure.id }
}

/** What would still tell who they were, or let them in, once their key is shredded. */
export async function takeOutPerson(
  tx: Tx,
  { userId, phoneIndex, at }: { userId: string; phoneIndex: Uint8Array<ArrayBuffer> | null; at: Date },
): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: {
      status: 'DISABLED',
      disabledAt: at,
      blockedAt: null,
      erasedAt: at,
      phoneIndex: null,
      emailIndex: null,
      passwordHash: null,
      noticeEmailTokenHash: null,
      noticeEmailTokenEndsAt: null,
      formerPhoneIndex: null,
    },
  })
  await forgetDevices(tx, userId)
  await tx.passkey.deleteMany({ where: { userId } })
  await tx.totpSecret.deleteMany({ where: { userId } })
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.accessLink.deleteMany({ where: { userId } })
  // Blobs without a key are collected later, as any that a killed process left.
  await eraseCases(tx, { OR: [{ userId }, ...(phoneIndex ? [{ phoneIndex }] : [])] })
  await tx.consent.updateMany({ where: { userId, withdrawnAt: null }, data: { withdrawnAt: at } })
  if (!phoneIndex) return
  await tx.signInCode.deleteMany({ where: { phoneIndex } })
  const invited = await tx.memberInvitation.findMany({ where: { phoneIndex }, select: { id: true, dataKeyId: true } })
  await tx.memberInvitation.deleteMany({ where: { id: { in: invited.map(({ id }) => id) } } })
  await tx.dataKey.deleteMany({ where: { id: { in: invited.map(({ dataKeyId }) => dataKeyId) } } })
}
