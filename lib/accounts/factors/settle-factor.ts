import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { raiseSession, type StartedSession } from '@/lib/auth/sessions'
import type { Tx } from '@/lib/db/client'
import { tellColleague } from '../tell-colleague'
import { replaceRecoveryCodes } from './recovery-codes'
import type { StaffSession } from './staff-session'

export type FactorAdded = {
  session: StartedSession
  /** What is shown now, and never again; null when there were some before. */
  recoveryCodes: string[] | null
}

/** What every new factor brings: the record, a letter, codes for the day on which it is lost, and a session that gave it. */
export async function settleFactor(
  tx: Tx,
  session: StaffSession,
  { factor, factorId }: { factor: 'PASSKEY' | 'TOTP'; factorId: string | null },
): Promise<FactorAdded> {
  const { id } = session
  const actor = { kind: 'PERSON', id } as const
  await recordAudit(tx, actor, { action: 'factor.added', subjectId: id, data: { factor, factorId } })
  await tellColleague(tx, id, 'FACTOR_ADDED', {})
  const isFirst = (await tx.recoveryCode.count({ where: { userId: id } })) === 0
  const recoveryCodes = isFirst ? await replaceRecoveryCodes(tx, id) : null
  if (recoveryCodes) {
    const data = { count: recoveryCodes.length }
    await recordAudit(tx, actor, { action: 'recovery_codes.made', subjectId: id, data })
  }
  return { session: await raiseSession(tx, session, factor), recoveryCodes }
}
