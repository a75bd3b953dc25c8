import { Readable } from 'node:stream'
import { openReceipt } from '@/lib/reports/receipt/open-receipt'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

type Params = { qualificationId: string; revision: string }

/** Returns the receipt of one submitted revision as a PDF. */
export const GET = route<Params>('qualification.receipt', async (actor, _request, params) => {
  const { name, pdf } = await openReceipt(actor, params)
  const disposition = attachment(name)
  return fileResponse(Readable.from([pdf]), { mediaType: 'application/pdf', disposition, size: pdf.length })
})
