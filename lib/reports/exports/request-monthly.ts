import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, transaction } from '@/lib/db/client'
import type { ExportFormat, ExportSubject } from '@/lib/db/generated/enums'
import { exportEvent } from './export-event'
import { LISTS } from './lists'
import { ExportFilters } from './schemas'

type Due = {
  id: string
  ownerId: string
  subject: ExportSubject
  format: ExportFormat
  filters: unknown
  locale: string
  /** Names the last whole month, and its first and last day. */
  month: string
  from: string
  until: string
}

/**
 * Requests the monthly exports once the month is over in Shanghai; their owner is notified when the file is ready. It
 * requests the last month only: earlier ones, which a stopped portal missed, can be requested by hand.
 */
export async function requestMonthly(): Promise<void> {
  const due = await database().$queryRaw<Due[]>`
    SELECT r.id, r.owner_id AS "ownerId", r.subject, r.format, r.filters, r.locale, to_char(first, 'YYYY-MM') AS month,
      to_char(first, 'YYYY-MM-DD') AS from, to_char(first + interval '1 month' - interval '1 day', 'YYYY-MM-DD') AS until
    FROM saved_reports r
    JOIN users u ON u.id = r.owner_id AND u.status = 'ACTIVE'
    CROSS JOIN date_trunc('month', clock_timestamp() AT TIME ZONE 'Asia/Shanghai' - interval '1 month') AS first
    WHERE r.is_monthly AND r.last_month < to_char(first, 'YYYY-MM')
    ORDER BY r.id`
  for (const one of due) await ask(one)
}

async function ask({ id: savedReportId, ownerId, subject, format, locale, month, ...due }: Due): Promise<void> {
  const filters = { ...ExportFilters.parse(due.filters), from: due.from, until: due.until }
  await transaction(async (tx) => {
    // Of several workers, one requests it.
    const { count } = await tx.savedReport.updateMany({
      where: { id: savedReportId, lastMonth: { lt: month } },
      data: { lastMonth: month },
    })
    if (count !== 1) return
    const asOf = await databaseTime(tx)
    const expected = await LISTS[subject].count(tx, filters, asOf)
    const id = newId()
    const masked = { isMasked: true, reason: null, waits: false }
    const event = await exportEvent(tx, { id, subject, format, filters, ...masked, expected, asOf })
    await recordAudit(tx, SYSTEM, event)
    const until = await databaseTime(tx)
    const data = {
      id,
      askedById: ownerId,
      subject,
      format,
      filters,
      locale,
      isMasked: true,
      until,
      expected,
      savedReportId,
    }
    await tx.export.create({ data })
  })
}
