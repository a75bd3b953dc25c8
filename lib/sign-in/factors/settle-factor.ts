import 'server-only'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db/client'
import { rememberStaffDevice, type SessionOnDevice } from '../sessions/session-on-device'
import { raiseSession } from '../sessions/sessions'
import { replaceRecoveryCodes } from './recovery-codes'
import type { StaffSession } from './staff-session'

export type FactorAdded = {
  session: SessionOnDevice
  /** The codes are shown now, and never again; null when there were codes already. */
  recoveryCodes: string[] | null
}

/** Completes the set-up of a new factor: an event, a notification, recovery codes, and a session that has given it. */
export async function settleFactor(
  tx: Tx,
  session: StaffSession,
  { factor, factorId, device }: { factor: 'PASSKEY' | 'TOTP'; factorId: string | null; device: string | null },
): Promise<FactorAdded> {
  const { id } = session
  const actor = { kind: 'PERSON', id } as const
  await recordAudit(tx, actor, { action: 'factor.added', subjectId: id, data: { factor, factorId } })
  await notifyColleague(tx, id, 'FACTOR_ADDED', {})
  const isFirst = (await tx.recoveryCode.count({ where: { userId: id } })) === 0
  const recoveryCodes = isFirst ? await replaceRecoveryCodes(tx, id) : null
  if (recoveryCodes) {
    const data = { count: recoveryCodes.length }
    await recordAudit(tx, actor, { action: 'recovery_codes.made', subjectId: id, data })
  }
  const raised = await raiseSession(tx, session, factor)
  return { session: await rememberStaffDevice(tx, raised, { userId: id, device }), recoveryCodes }
}
