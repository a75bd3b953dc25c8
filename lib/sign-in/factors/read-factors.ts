import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { requireStaff, type StaffSession } from './staff-session'
import { openPasskeyName } from './store-passkey'

/** Returns the actor's own factors, for their settings page. */
export async function readFactors(actor: PersonActor) {
  requireStaff(actor)
  const totpSecret = await database().totpSecret.findUnique({ where: { userId: actor.id } })
  return {
    passkeys: await readPasskeys(actor.id),
    totp: totpSecret && { createdAt: totpSecret.createdAt, lastUsedAt: totpSecret.lastUsedAt },
    recoveryCodesLeft: await database().recoveryCode.count({ where: { userId: actor.id, usedAt: null } }),
  }
}

/** Returns a person's passkeys under the names that they gave them, oldest first. */
export async function readPasskeys(userId: string) {
  const { dataKey, passkeys } = await database().user.findUniqueOrThrow({
    where: { id: userId },
    include: { dataKey: true, passkeys: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } },
  })
  const key = await unwrapDataKey(dataKey)
  return passkeys.map((row) => {
    const { id, createdAt, lastUsedAt, isBackedUp } = row
    return { id, name: openPasskeyName(key, row), createdAt, lastUsedAt, isBackedUp }
  })
}

/** Returns the factors that can be given in this session: pages offer only these. */
export async function readWaysToConfirm(session: StaffSession) {
  requireStaff(session)
  const [has] = await database().$queryRaw<[{ hasPasskey: boolean; hasTotp: boolean; hasRecoveryCode: boolean }]>`
    SELECT EXISTS (SELECT FROM passkeys WHERE user_id = ${session.id}::uuid) AS "hasPasskey",
      EXISTS (SELECT FROM totp_secrets WHERE user_id = ${session.id}::uuid) AS "hasTotp",
      EXISTS (SELECT FROM recovery_codes WHERE user_id = ${session.id}::uuid AND used_at IS NULL) AS "hasRecoveryCode"`
  const hasSso = session.kind === 'PERSON' && session.assurance.factors.some(({ factor }) => factor === 'SSO')
  return { ...has, hasSso }
}
