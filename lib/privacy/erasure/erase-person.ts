import 'server-only'
import { ATTESTED } from '@/lib/accounts/consents/attested'
import { isOpen } from '@/lib/accounts/members/open-invitations'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx } from '@/lib/db/client'
import { eraseDataKeys } from '@/lib/keys/erasing/erase-data-keys'
import { eraseCases } from '@/lib/sign-in/recovery/erase-cases'
import { forgetDevices } from '@/lib/sign-in/sessions/devices'
import { endSessionsIn } from '@/lib/sign-in/sessions/end-sessions'
import type { ErasureRecord } from './erasure-record'

type Order = { userId: string; accountId: string; requestId: string }

const MONTH = 30 * 24 * 60 * 60 * 1000

/**
 * Erases all personal data of a person, and their membership with it: key, indexes, sessions, codes, invitations to
 * their number. Their consents stop. Their acts stay, under an id that nobody can connect to a name any more. The
 * caller has erased the account's qualifications and locked its members.
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
  await removePerson(tx, { userId, phoneIndex: person.phoneIndex, at })
  await tx.membership.deleteMany({ where: { userId } })
  // An invitation is worth no more than the member who made it.
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

/** Removes what would still identify a person, or let them sign in, once their key is shredded. */
export async function removePerson(
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
      ssoIndex: null,
      passwordHash: null,
      noticeEmailTokenHash: null,
      noticeEmailTokenEndsAt: null,
      formerPhoneIndex: null,
    },
  })
  await forgetCustomer(tx, { userId, phoneIndex })
  await forgetDevices(tx, userId)
  await tx.savedPhrase.deleteMany({ where: { ownerId: userId } })
  await tx.passkey.deleteMany({ where: { userId } })
  await tx.totpSecret.deleteMany({ where: { userId } })
  await tx.recoveryCode.deleteMany({ where: { userId } })
  await tx.accessLink.deleteMany({ where: { userId } })
  // Blobs without a key are collected later, like those that a killed process left.
  await eraseCases(tx, { OR: [{ userId }, ...(phoneIndex ? [{ phoneIndex }] : [])] })
  await tx.consent.updateMany({ where: { userId, withdrawnAt: null }, data: { withdrawnAt: at } })
  await endAttestations(tx, userId, at)
  if (!phoneIndex) return
  await tx.signInCode.deleteMany({ where: { phoneIndex } })
  const invited = await tx.memberInvitation.findMany({ where: { phoneIndex }, select: { id: true, dataKeyId: true } })
  await tx.memberInvitation.deleteMany({ where: { id: { in: invited.map(({ id }) => id) } } })
  await tx.dataKey.deleteMany({ where: { id: { in: invited.map(({ dataKeyId }) => dataKeyId) } } })
}

/**
 * Removes what the platform calls its customer: its own id, and addresses to return to, which may name them too. Of an
 * account that others belong to, the id stays.
 */
async function forgetCustomer(
  tx: Tx,
  { userId, phoneIndex }: { userId: string; phoneIndex: Uint8Array<ArrayBuffer> | null },
): Promise<void> {
  const alone = { some: { userId }, every: { userId } }
  await tx.account.updateMany({ where: { members: alone }, data: { externalRef: null } })
  await tx.handover.deleteMany({
    where: { OR: [{ userId }, { account: { members: alone } }, ...(phoneIndex ? [{ phoneIndex }] : [])] },
  })
}

/**
 * Ends what the platform attested for accounts that nobody else belongs to, and removes what its records are called.
 */
async function endAttestations(tx: Tx, userId: string, at: Date): Promise<void> {
  const ofTheirs = { ...ATTESTED, account: { members: { some: { userId }, every: { userId } } } }
  await tx.consent.updateMany({ where: { ...ofTheirs, withdrawnAt: null }, data: { withdrawnAt: at } })
  await tx.consent.updateMany({ where: ofTheirs, data: { recordReference: null, recordSha256: null } })
}
