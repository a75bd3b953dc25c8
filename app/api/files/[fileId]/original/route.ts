import { DomainError } from '@/lib/core/errors'
import { OpenOriginalInput } from '@/lib/qualifications/files/export-schemas'
import { openOriginal } from '@/lib/qualifications/files/open-original'
import { attachment } from '@/lib/web/files/disposition'
import { rangeResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/** A file as it was sent, as a download, whole or in pieces; `?export=` names the export that took it out. */
export const GET = route<{ fileId: string }>('document.open_original', async (actor, request, { fileId }) => {
  const exportId = new URL(request.url).searchParams.get('export')
  const input = OpenOriginalInput.safeParse({ fileId, exportId })
  if (!input.success) throw new DomainError('NOT_FOUND', 'No such original')
  const { name, ...original } = await openOriginal(actor, input.data)
  return rangeResponse(request, { ...original, disposition: attachment(name) })
})
