import { z } from 'zod'
import { many } from '@/lib/core/forms/form-values'
import { IdText } from '@/lib/core/id-text'
import { parseAddressSet } from '@/lib/core/network/network-address'
import { ApiScope } from '@/lib/db/generated/enums'
import { KEY_DAYS } from './key-days'

// Messages are codes: each has a sentence in `integrations.problems` of both message files.

/** Limits the name of a key, or the description of an endpoint. */
export const MAX_NAME = 60
const MAX_NETWORKS = 20

/** Accepts the name of a key, or the description of an endpoint. */
export const Name = z
  .string()
  .max(1_000, 'NAME_TOO_LONG')
  .transform((text) => text.normalize('NFC').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(1, 'NAME_MISSING')
      .max(MAX_NAME, 'NAME_TOO_LONG')
      .regex(/^\P{C}*$/u, 'NAME_WRONG'),
  )

/** Reads addresses and networks as TRUSTED_PROXIES does. */
const Networks = z
  .string()
  .max(2_000, 'NETWORKS_TOO_MANY')
  .default('')
  .refine((text) => parseAddressSet(text) !== null, 'NETWORKS_WRONG')
  .transform((text) => text.split(/[\s,]+/).filter(Boolean))
  .refine((networks) => networks.length <= MAX_NETWORKS, 'NETWORKS_TOO_MANY')

const AccountId = z
  .string()
  .default('')
  .transform((text) => text.trim() || null)
  .pipe(z.uuid('ACCOUNT_WRONG').toLowerCase().nullable())

/** Says whether a key or an endpoint is for test accounts, or for all others. */
export const IsTest = z
  .enum(['false', 'true'])
  .default('false')
  .transform((said) => said === 'true')

export const CreateApiKeyInput = z.object({
  name: Name,
  isTest: IsTest,
  scopes: many(z.enum(ApiScope), Object.keys(ApiScope).length).refine((given) => given.length > 0, 'SCOPE_MISSING'),
  accountId: AccountId,
  days: z.enum(KEY_DAYS).transform((days) => (days === '' ? null : Number(days))),
  networks: Networks,
})
export type CreateApiKeyInput = z.output<typeof CreateApiKeyInput>

export const RevokeApiKeyInput = z.object({ keyId: IdText })
