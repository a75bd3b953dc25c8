import 'server-only'
import type { AuditAction } from '@/lib/audit/events/all'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import type { Reader, Tx } from '@/lib/db/client'
import { notifyAdministrators } from '../notify-administrators'
import { staffNames } from '../staff-names'
import { countedNow, lockPerson, newIds, revealInsert, type Viewer, waitOf } from './count-reveal'

const LIST = { kind: 'LIST', subjectId: null } as const

/**
 * Returns how many rows an unmasked list of one administrator alone may have. More than the cap would never be left, so
 * a longer one takes two in any case.
 */
export const rowsAlone = (): number => Math.min(env().UNMASKED_ROWS_ALONE, env().REVEALS_AN_HOUR)

/** Returns how many more ID numbers may be shown to a person now. */
export async function readRevealsLeft(reader: Reader, viewer: Viewer): Promise<number> {
  const [row] = await reader.$queryRaw<[{ count: number }]>`SELECT count(*)::int AS count FROM ${countedNow(viewer)}`
  return Math.max(0, env().REVEALS_AN_HOUR - row.count)
}

/**
 * Counts an unmasked list as often as it has rows, in the transaction that exports it, or refuses it: all of them or
 * none. Administrators are notified of each such list. Run it in `countingTransaction`.
 *
 * @throws DomainError LIST_OVER_LIMIT with the rows, what is left, and the wait
 */
export async function countList(tx: Tx, viewer: Viewer, rows: number): Promise<void> {
  if (rows === 0) return
  await lockPerson(tx, viewer)
  const counted = await tx.$executeRaw(revealInsert(viewer, LIST, rows))
  if (counted !== rows) {
    const params = { rows, left: await readRevealsLeft(tx, viewer), ...(await waitOf(tx, viewer, rows)) }
    throw new DomainError('LIST_OVER_LIMIT', 'More rows than reveals are left', { params })
  }
  await notifyOfList(tx, viewer, rows, 'qualifications.exported_unmasked')
}

/**
 * Counts an unmasked list that may go beyond the cap: two administrators allowed it, or there is only one. It counts
 * all the same, so that its exporter is shown nothing else within the hour that exceeds the cap.
 *
 * @param action the event by which administrators find it in the audit log
 */
export async function countAllowedList(tx: Tx, viewer: Viewer, rows: number, action: AuditAction): Promise<void> {
  if (rows === 0) return
  await lockPerson(tx, viewer)
  const ids = newIds(Math.min(rows, env().REVEALS_AN_HOUR)) // more would not change what is left
  await tx.$executeRaw`
    INSERT INTO counted_reveals (id, person_id, kind, at)
    SELECT unnest(${ids}::uuid[]), ${viewer.id}::uuid, ${LIST.kind}::"RevealKind", clock_timestamp()`
  await notifyOfList(tx, viewer, rows, action)
}

/** Notifies administrators of an unmasked list: who exported it, and how many rows it has. */
async function notifyOfList(tx: Tx, { id }: Viewer, rows: number, action: AuditAction): Promise<void> {
  const name = (await staffNames([id], tx)).get(id) ?? id
  const url = new URL(`/audit?action=${action}`, env().ZHUNXIN_URL).href
  await notifyAdministrators(tx, 'UNMASKED_LIST', { name, count: rows, url })
}
