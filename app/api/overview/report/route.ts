import { getLocale } from 'next-intl/server'
import { exportPeriod, PeriodExport } from '@/lib/reports/period/export-period'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

const MEDIA_TYPES = {
  PDF: 'application/pdf',
  XLSX: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

/** The report of the period that the page which links here shows. */
export const GET = route('figures.export', async (actor, request) => {
  const chosen = PeriodExport.parse(Object.fromEntries(new URL(request.url).searchParams))
  const { content, format, name } = await exportPeriod(actor, chosen, await getLocale())
  return fileResponse(content, {
    mediaType: MEDIA_TYPES[format],
    disposition: attachment(`${name}.${format.toLowerCase()}`),
  })
})
