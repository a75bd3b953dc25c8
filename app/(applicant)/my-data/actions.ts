'use server'

import { AccountInput } from '@/lib/accounts/members/schemas'
import { prepareExport as prepare } from '@/lib/privacy/own-data/prepare-export'
import { confirmedAction } from '@/lib/web/actions/confirmed-action'

/** Prepares the export, and leads to its download, which this session alone may start. */
export const prepareExport = confirmedAction(
  'account.prepare_export',
  'EXPORT',
  AccountInput,
  async (actor, input, confirm) => {
    const { ticket, session } = await prepare(actor, input, confirm)
    const query = new URLSearchParams({ account: input.accountId, ticket })
    return { value: { href: `/api/my-data/export?${query}` }, session }
  },
)
