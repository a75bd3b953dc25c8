import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { openPasskeyName } from './add-passkey'
import { requireStaff, type StaffSession } from './staff-session'

/** By what someone can say who they are, for their own eyes. */
export async function readFactors(actor: PersonActor) {
  requireStaff(actor)
  const { dataKey, passkeys, totpSecret } = await database().user.findUniqueOrThrow({
    where: { id: actor.id },
    include: { dataKey: true, passkeys: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] }, totpSecret: true },
  })
  const key = await unwrapDataKey(dataKey)
  return {
    passkeys: passkeys.map((row) => {
      const { id, createdAt, lastUsedAt, isBackedUp } = row
      return { id, name: openPasskeyName(key, row), createdAt, lastUsedAt, isBackedUp }
    }),
    totp: totpSecret && { createdAt: totpSecret.createdAt, lastUsedAt: totpSecret.lastUsedAt },
    recoveryCodesLeft: await database().recoveryCode.count({ where: { userId: actor.id, usedAt: null } }),
  }
}

/** What can be given in this session: what is not there is not offered. */
export async function readWaysToConfirm(session: StaffSession) {
  requireStaff(session)
  const where = { userId: session.id }
  return {
    hasPasskey: (await database().passkey.count({ where })) > 0,
    hasTotp: (await database().totpSecret.count({ where })) > 0,
    hasRecoveryCode: (await database().recoveryCode.count({ where: { ...where, usedAt: null } })) > 0,
    hasSso: session.kind === 'PERSON' && session.assurance.factors.some(({ factor }) => factor === 'SSO'),
  }
}
