import { getTranslations } from 'next-intl/server'
import { dateIn } from '@/lib/core/clock'
import { exportAuditLog } from '@/lib/reports/export-audit-log'
import { AuditFilters } from '@/lib/reports/schemas'
import { fileResponse } from '@/lib/web/file-response'
import { route } from '@/lib/web/route'

/** The audit log as CSV, narrowed as the page that links here is. */
export const GET = route('audit.export', async (actor, request) => {
  const filters = AuditFilters.parse(Object.fromEntries(new URL(request.url).searchParams))
  const t = await getTranslations('audit')
  const csv = await exportAuditLog(actor, filters, {
    columns: [
      t('exported.time'),
      t('exported.action'),
      t('exported.actionCode'),
      t('exported.actorKind'),
      t('exported.actorName'),
      t('exported.actorId'),
      t('exported.reference'),
      t('exported.subjectId'),
      t('exported.data'),
      t('exported.eventId'),
    ],
    action: (code) => (t.has(`actions.${code}`) ? t(`actions.${code}`) : code),
    actorKind: (kind) => t(`actors.${kind}`),
  })
  return fileResponse(csv, {
    mediaType: 'text/csv; charset=utf-8',
    disposition: `attachment; filename="zhunxin-audit-${dateIn(new Date())}.csv"`,
  })
})
