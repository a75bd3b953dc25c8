'use server'

import { AccountInput } from '@/lib/accounts/members/schemas'
import { requireExport } from '@/lib/privacy/own-data/require-export'
import { formAction } from '@/lib/web/form-action'

/** Redirects to the download of the export, once it is known that its reader may have it. */
export const prepareExport = formAction('account.prepare_export', AccountInput, async (actor, { accountId }) => {
  await requireExport(actor, accountId)
  return { href: `/api/my-data/export?account=${accountId}` }
})
