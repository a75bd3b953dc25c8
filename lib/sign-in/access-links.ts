import 'server-only'
import { newToken, tokenHash } from '@/lib/accounts/link-token'
import { MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'
import type { AccessLinkKind } from '@/lib/db/generated/enums'

export const ACCESS_LINK_MINUTES = 30

/**
 * Creates a link and revokes earlier ones. A mailed one revokes mailed ones alone: anybody who knows the address can
 * request it, and the one that the machine printed has to work all the same. The token can't be read again: only its
 * hash is stored.
 */
export async function createAccessLink(tx: Tx, { userId, kind }: { userId: string; kind: AccessLinkKind }) {
  const { token, hash } = newToken()
  const createdAt = await databaseTime(tx)
  const expiresAt = new Date(createdAt.getTime() + ACCESS_LINK_MINUTES * MINUTE)
  await tx.accessLink.updateMany({
    where: { userId, usedAt: null, expiresAt: { gt: createdAt }, ...(kind === 'PASSWORD' ? { kind } : {}) },
    data: { expiresAt: createdAt },
  })
  const id = newId()
  await tx.accessLink.create({ data: { id, userId, kind, tokenHash: hash, createdAt, expiresAt } })
  return { id, expiresAt, url: new URL(`/staff/access/${token}`, env().ZHUNXIN_URL).href }
}

/** Returns the owner of a link; null when it is unknown, used, too old, or its owner is disabled. */
export async function findAccessLink(reader: Reader, token: string) {
  const now = await databaseTime(reader)
  return reader.accessLink.findFirst({
    where: { tokenHash: tokenHash(token), usedAt: null, expiresAt: { gt: now }, user: { status: 'ACTIVE' } },
    include: { user: { include: { dataKey: true } } },
  })
}
