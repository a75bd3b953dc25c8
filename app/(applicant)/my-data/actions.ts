'use server'

import { AccountInput } from '@/lib/members/schemas'
import { requireExport } from '@/lib/privacy/require-export'
import { formAction } from '@/lib/web/form-action'

/** Where the export is downloaded, once it is known that its reader may. */
export const prepareExport = formAction('account.prepare_export', AccountInput, async (actor, { accountId }) => {
  await requireExport(actor, accountId)
  return { href: `/api/my-data/export?account=${accountId}` }
})
