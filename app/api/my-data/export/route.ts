import { exportAccount } from '@/lib/privacy/export-account'
import { fileResponse } from '@/lib/web/file-response'
import { route } from '@/lib/web/route'

/** All of an account of one's own, as a ZIP; `?account=` says which, for who is in several. */
export const GET = route('account.export', async (actor, request) => {
  const accountId = new URL(request.url).searchParams.get('account') ?? undefined
  const { name, stream } = await exportAccount(actor, { accountId })
  return fileResponse(stream, { mediaType: 'application/zip', disposition: `attachment; filename="${name}"` })
})
