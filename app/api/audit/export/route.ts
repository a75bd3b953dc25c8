import { Readable } from 'node:stream'
import { getTranslations } from 'next-intl/server'
import { dateIn } from '@/lib/core/clock'
import { exportAuditLog } from '@/lib/reports/export-audit-log'
import { AuditFilters } from '@/lib/reports/schemas'
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
  return new Response(Readable.toWeb(csv) as ReadableStream<Uint8Array>, {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="zhunxin-audit-${dateIn(new Date())}.csv"`,
      'Cache-Control': 'private, no-store',
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Resource-Policy': 'same-origin',
      'Content-Security-Policy': "sandbox; default-src 'none'",
    },
  })
})
