import 'server-only'
import { z } from 'zod'
import { putAccount } from '@/lib/integrations/accounts/put-account'
import { AccountAnswer, ExternalRef, PutAccount } from '@/lib/integrations/accounts/schemas'
import { named, type Operation, operation } from '../operation'

const Account = named('Account', AccountAnswer)

export const ACCOUNT_OPERATIONS: readonly Operation[] = [
  operation({
    id: 'putAccount',
    tag: 'Accounts',
    method: 'PUT',
    path: '/accounts/{externalRef}',
    scope: 'ACCOUNTS_WRITE',
    summary: 'Make or find the account of a customer',
    description: 'Sent again, it changes nothing.',
    inputs: { path: z.strictObject({ externalRef: ExternalRef }), body: named('PutAccount', PutAccount) },
    answers: {
      200: { description: 'The account, which was there.', schema: Account },
      201: { description: 'The account, which was made.', schema: Account },
    },
    codes: ['ACCOUNT_NOT_ALLOWED', 'NOT_FOUND', 'CONFLICT'],
    handle: async (client, { path: { externalRef }, body }) => {
      const { isNew, ...account } = await putAccount(client, { externalRef, ...body })
      return { status: isNew ? 201 : 200, body: account }
    },
  }),
]
