import { Readable } from 'node:stream'
import { openForwardedLetter } from '@/lib/qualifications/phone/open-forwarded-letter'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { phoneRoute } from '@/lib/web/route'

/** Returns the letter of a link as a PDF to print and sign. */
export const GET = phoneRoute<object>('letter.open_forwarded', async (phone) => {
  const { name, pdf } = await openForwardedLetter(phone)
  const disposition = attachment(name)
  return fileResponse(Readable.from([pdf]), { mediaType: 'application/pdf', disposition, size: pdf.length })
})
