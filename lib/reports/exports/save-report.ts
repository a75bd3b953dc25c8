import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { transaction } from '@/lib/db/client'
import { RIGHTS } from './lists'
import { filtersOf, type SaveReportInput } from './schemas'

/** More than anyone needs. */
const MAX = 20

/**
 * Saves a report that someone exports again and again. If they want, the portal exports it as well: at the start of
 * each month, of the month that is over, and masked.
 *
 * @throws DomainError FORBIDDEN, INVALID_STATE when they have as many as one can
 */
export async function saveReport(
  actor: PersonActor,
  { subject, format, monthly, ...given }: SaveReportInput,
  { locale }: { locale: string },
): Promise<void> {
  if (!can(actor, RIGHTS[subject])) throw new DomainError('FORBIDDEN', 'May not export this')
  const isMonthly = monthly !== undefined
  const { from, until, ...lasting } = filtersOf(subject, given)
  const id = newId()
  await transaction(async (tx) => {
    const saved = await tx.$executeRaw`
      INSERT INTO saved_reports (id, owner_id, subject, format, filters, locale, is_monthly, last_month)
      SELECT ${id}::uuid, ${actor.id}::uuid, ${subject}::"ExportSubject", ${format}::"ExportFormat",
        ${JSON.stringify(isMonthly ? lasting : { from, until, ...lasting })}::jsonb, ${locale}, ${isMonthly},
        to_char(clock_timestamp() AT TIME ZONE 'Asia/Shanghai' - interval '1 month', 'YYYY-MM')
      WHERE (SELECT count(*) FROM saved_reports WHERE owner_id = ${actor.id}::uuid) < ${MAX}`
    if (saved !== 1) throw new DomainError('INVALID_STATE', 'As many as one can have')
    const data = { subject, format, isMonthly }
    await recordAudit(tx, actor, { action: 'report.saved', subjectId: id, data }, { using: RIGHTS[subject] })
  })
}
