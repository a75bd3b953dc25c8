import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { database, transaction } from '@/lib/db/client'
import { dropPartialFiles } from '@/lib/documents/partial-file'
import type { Manifest } from './backup-format'

/**
 * Ends what an older copy of the database opened again: who was signed in then may have been signed out or disabled
 * since, a code may have been used, an invitation taken back.
 */
export async function settleRestored({ id, takenAt }: Manifest, erased: number): Promise<void> {
  const underWay = await database().upload.findMany({ where: { takenAt: null }, select: { id: true } })
  await dropPartialFiles(underWay.map((upload) => upload.id)) // their bytes are in no backup: they are sent again
  await transaction(async (tx) => {
    const sessions = await tx.$executeRaw`UPDATE sessions SET ended_at = clock_timestamp() WHERE ended_at IS NULL`
    await tx.$executeRaw`
      UPDATE sign_in_codes SET expires_at = clock_timestamp() WHERE expires_at > clock_timestamp()`
    const invitations = await tx.$executeRaw`
      UPDATE invitations SET revoked_at = clock_timestamp() WHERE used_at IS NULL AND revoked_at IS NULL`
    const data = { backupId: id, takenAt, erased, sessions, invitations }
    await recordAudit(tx, SYSTEM, { action: 'backup.restored', subjectId: null, data })
  })
}
