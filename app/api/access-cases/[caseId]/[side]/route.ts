import { DomainError } from '@/lib/core/errors'
import { openCaseFile } from '@/lib/sign-in/recovery/open-case-file'
import { CaseFileInput } from '@/lib/sign-in/schemas'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

type Params = { caseId: string; side: string }

/** Returns a picture of an identity document, for the reviewer of a case: `portrait` or `emblem`. */
export const GET = route<Params>('access_case.open', async (actor, _request, params) => {
  const input = CaseFileInput.safeParse({ caseId: params.caseId, side: params.side.toUpperCase() })
  if (!input.success) throw new DomainError('NOT_FOUND', 'No such picture')
  const { stream, size, mediaType } = await openCaseFile(actor, input.data.caseId, input.data.side)
  return fileResponse(stream, { mediaType, disposition: 'inline', size })
})

/**
 * Refuses HEAD. Each view counts for granting, and an answer without a body shows nothing: only GET opens a picture.
 */
export function HEAD(): Response {
  return new Response(null, { status: 405, headers: { Allow: 'GET' } })
}
