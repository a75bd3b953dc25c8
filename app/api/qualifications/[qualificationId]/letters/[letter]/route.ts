import { Readable } from 'node:stream'
import { openLetter } from '@/lib/qualifications/draft/letters/open-letter'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

type Params = { qualificationId: string; letter: string }

/** Returns a letter of a draft as a PDF to print and sign; `letter` is its variant. */
export const GET = route<Params>('letter.open', async (actor, _request, { qualificationId, letter }) => {
  const { name, pdf } = await openLetter(actor, { qualificationId, variant: letter })
  const disposition = attachment(name)
  return fileResponse(Readable.from([pdf]), { mediaType: 'application/pdf', disposition, size: pdf.length })
})
