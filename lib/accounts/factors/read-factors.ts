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
  const [has] = await database().$queryRaw<[{ hasPasskey: boolean; hasTotp: boolean; hasRecoveryCode: boolean }]>`
    SELECT EXISTS (SELECT FROM passkeys WHERE user_id = ${session.id}::uuid) AS "hasPasskey",
      EXISTS (SELECT FROM totp_secrets WHERE user_id = ${session.id}::uuid) AS "hasTotp",
      EXISTS (SELECT FROM recovery_codes WHERE user_id = ${session.id}::uuid AND used_at IS NULL) AS "hasRecoveryCode"`
  const hasSso = session.kind === 'PERSON' && session.assurance.factors.some(({ factor }) => factor === 'SSO')
  return { ...has, hasSso }
}
