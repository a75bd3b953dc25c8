import { exportAccount } from '@/lib/privacy/own-data/export-account'
import { attachment } from '@/lib/web/disposition'
import { fileResponse } from '@/lib/web/file-response'
import { route } from '@/lib/web/route'

/** Returns all of an account of the applicant's own, as a ZIP; `?account=` says which, for people who are in several. */
export const GET = route('account.export', async (actor, request) => {
  const accountId = new URL(request.url).searchParams.get('account') ?? undefined
  const { name, stream } = await exportAccount(actor, { accountId })
  return fileResponse(stream, { mediaType: 'application/zip', disposition: attachment(name) })
})
