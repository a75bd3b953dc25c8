import { exportAccount } from '@/lib/privacy/own-data/export-account'
import { attachment } from '@/lib/web/files/disposition'
import { fileResponse } from '@/lib/web/files/file-response'
import { route } from '@/lib/web/route'

/**
 * Returns all of an account of the applicant's own, as a ZIP: `?account=` says which, and `ticket=` that it was
 * prepared.
 */
export const GET = route('account.export', async (actor, request) => {
  const { searchParams } = new URL(request.url)
  const [accountId, ticket] = [searchParams.get('account') ?? '', searchParams.get('ticket') ?? '']
  const { name, stream } = await exportAccount(actor, { accountId, ticket })
  return fileResponse(stream, { mediaType: 'application/zip', disposition: attachment(name) })
})
