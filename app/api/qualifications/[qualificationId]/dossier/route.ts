import { DomainError } from '@/lib/core/errors'
import { openDossier } from '@/lib/reports/dossier/open-dossier'
import { OpenDossierInput } from '@/lib/reports/dossier/schemas'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/** All that is known of a qualification as one PDF; `?export=` names the export that took it out. */
export const GET = route<{ qualificationId: string }>('qualification.open_dossier', async (actor, request, params) => {
  const exportId = new URL(request.url).searchParams.get('export')
  const input = OpenDossierInput.safeParse({ ...params, exportId })
  if (!input.success) throw new DomainError('NOT_FOUND', 'No such dossier')
  const { name, size, stream } = await openDossier(actor, input.data)
  return fileResponse(stream, { mediaType: 'application/pdf', disposition: attachment(name), size })
})
