import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { database, transaction } from '@/lib/db/client'
import { dropPartialFiles } from '@/lib/documents/partial-file'
import { removeLostExports } from '@/lib/reports/exports/remove-exports'
import { type EndedKind, endings } from './after-restore'
import type { Manifest } from './backup-format'

export type Ended = { kind: EndedKind | 'lostExports'; called: string; ids: readonly string[] }

/**
 * Ends what an older copy of the database opened again: who was signed in then may have been signed out or disabled
 * since, a code may have been used, an invitation taken back, a removal refused.
 *
 * @returns what was ended, by kind
 */
export async function settleRestored({ id, takenAt }: Manifest, erased: number): Promise<readonly Ended[]> {
  const underWay = await database().upload.findMany({ where: { takenAt: null }, select: { id: true } })
  await dropPartialFiles(underWay.map((upload) => upload.id)) // their bytes are in no backup: they are sent again
  const lost = await removeLostExports()
  const ended = await transaction(async (tx) => {
    const ended: { kind: EndedKind; called: string; ids: readonly string[] }[] = []
    for (const { kind, called, end } of endings()) ended.push({ kind, called, ids: await end(tx) })
    const counts = Object.fromEntries(ended.map(({ kind, ids }) => [kind, ids.length])) as Record<EndedKind, number>
    const data = { backupId: id, takenAt, erased, ...counts }
    await recordAudit(tx, SYSTEM, { action: 'backup.restored', subjectId: null, data })
    return ended
  })
  return [...ended, { kind: 'lostExports', called: 'lists whose files are in no backup', ids: lost }]
}
