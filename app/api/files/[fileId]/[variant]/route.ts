import { DomainError } from '@/lib/core/errors'
import { openFile } from '@/lib/qualifications/files/open-file'
import { OpenFileInput } from '@/lib/qualifications/schemas'
import { inline } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

type Params = { fileId: string; variant: string }

/** Returns what is shown of a document: `rendition` or `thumbnail`; of one of several pages, `?page=` from 0. */
export const GET = route<Params>('document.open', async (actor, request, params) => {
  const page = new URL(request.url).searchParams.get('page') ?? undefined
  const input = OpenFileInput.safeParse({ ...params, page, variant: params.variant.toUpperCase() })
  if (!input.success) throw new DomainError('NOT_FOUND', 'No such file')
  const { stream, size, name, mediaType } = await openFile(actor, input.data)
  return fileResponse(stream, { mediaType, disposition: inline(name), size })
})
