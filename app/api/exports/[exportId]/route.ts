import { DomainError } from '@/lib/core/errors'
import { openExport } from '@/lib/reports/exports/open-export'
import { ExportIdInput } from '@/lib/reports/exports/schemas'
import { attachment } from '@/lib/web/files/disposition'
import { rangeResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/** Returns what the worker made for the person who requests it, as a download, whole or in pieces. */
export const GET = route<{ exportId: string }>('export.open', async (actor, request, params) => {
  const input = ExportIdInput.safeParse(params)
  if (!input.success) throw new DomainError('NOT_FOUND', 'No such export')
  const { name, ...result } = await openExport(actor, input.data)
  return rangeResponse(request, { ...result, disposition: attachment(name) })
})
