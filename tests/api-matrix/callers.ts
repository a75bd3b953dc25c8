import { randomBytes } from 'node:crypto'
import { database, databaseTime } from '@/lib/db/client'
import { ApiScope } from '@/lib/db/generated/enums'
import { asOwner } from '@/lib/db/owner'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import type { ApiCode } from '@/lib/web/api/refusals'
import { anApiKey } from '@/tests/factories/api-keys'
import { anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { IS_LONG } from '@/tests/setup/heavy'

/** Describes the account of a customer of the platform, about which each row asks. */
export type Customer = Awaited<ReturnType<typeof aRegisteredApplicant>>['actor'] & { accountId: string; phone: string }

export async function aCustomer(): Promise<Customer> {
  const { actor, accountId, phone } = await aRegisteredApplicant()
  return { ...actor, accountId, phone }
}

/**
 * Makes the account of a customer a test account, which no verb can do: what is arranged needs staff, who know of no
 * tests. The trigger that refuses it is off in this transaction alone.
 */
export const makeTest = ({ accountId }: Customer): Promise<void> =>
  asOwner(async (client) => {
    await client.query('BEGIN')
    await client.query('ALTER TABLE accounts DISABLE TRIGGER accounts_stay_test')
    await client.query('UPDATE accounts SET is_test = true WHERE id = $1', [accountId])
    await client.query('ALTER TABLE accounts ENABLE TRIGGER accounts_stay_test')
    await client.query('COMMIT')
  })

/** Says how an operation answers: it succeeds, refuses as the row says for other accounts, or refuses by a code. */
export type Sign = 'DONE' | 'FOREIGN' | 'UNKNOWN' | ApiCode

/** Describes who asks, by a key and an address, and the answer to it. What needs no key answers everybody. */
export type Caller = {
  name: string
  sign: Sign
  from?: string
  /** Says whether the customer's account is a test account. */
  ofTest?: true
  /** Makes the key that the caller sends; null for none. */
  keyFor: (customer: Customer) => Promise<string | null>
}

const SCOPES = Object.values(ApiScope)
const NEAR = '10.1.2.3'
const FAR = '192.0.2.1'

/**
 * Returns the columns of the matrix for an operation with a scope, and others that it requires in addition. Another way
 * in which keys differ, such as one that makes them work for some accounts alone, is one more line here, and is tried
 * on every operation.
 */
export function callersOf(scope: ApiScope, also: readonly ApiScope[] = []): readonly Caller[] {
  const right = [scope, ...also]
  const others = SCOPES.filter((one) => one !== scope)
  const key = (given: Parameters<typeof anApiKey>[0]) => () => shared(JSON.stringify(given), () => secretOf(given))
  return [
    { name: 'without a key', sign: 'KEY_MISSING', keyFor: async () => null },
    {
      name: 'with a key that nobody made',
      sign: 'KEY_UNKNOWN',
      keyFor: async () => `zx_live_${randomBytes(32).toString('base64url')}`,
    },
    // The gate tries one of them; the key with every other scope shows that none of them is enough.
    ...(IS_LONG ? others : others.slice(0, 1)).map(
      (one): Caller => ({ name: `with ${one} alone`, sign: 'SCOPE_MISSING', keyFor: key({ scopes: [one] }) }),
    ),
    { name: 'with every other scope', sign: 'SCOPE_MISSING', keyFor: key({ scopes: others }) },
    {
      name: 'with a key that was revoked',
      sign: 'KEY_REVOKED',
      keyFor: () => shared(`revoked ${right.join()}`, () => aRevokedKey(right)),
    },
    {
      name: 'with a key that has expired',
      sign: 'KEY_EXPIRED',
      keyFor: () => shared(`expired ${right.join()}`, () => anExpiredKey(right)),
    },
    {
      name: 'from outside the networks of its key',
      sign: 'NETWORK_NOT_ALLOWED',
      from: FAR,
      keyFor: key({ scopes: right, networks: [`${NEAR}/24`] }),
    },
    {
      name: 'with a key of another account',
      sign: 'FOREIGN',
      keyFor: () =>
        shared(`foreign ${right.join()}`, async () =>
          secretOf({ scopes: right, accountId: (await aCustomer()).accountId }),
        ),
    },
    { name: 'with a test key', sign: 'UNKNOWN', keyFor: key({ scopes: right, isTest: true }) },
    { name: 'of a test account with a live key', sign: 'UNKNOWN', ofTest: true, keyFor: key({ scopes: right }) },
    ...(also.length > 0
      ? [{ name: `with ${scope} alone`, sign: 'SCOPE_MISSING' as const, keyFor: key({ scopes: [scope] }) }]
      : []),
    { name: `with ${right.join(' and ')} alone`, sign: 'DONE', keyFor: key({ scopes: right }) },
    { name: 'with every scope', sign: 'DONE', keyFor: key({ scopes: SCOPES }) },
    {
      name: 'from within the networks of its key',
      sign: 'DONE',
      from: NEAR,
      keyFor: key({ scopes: right, networks: [`${NEAR}/24`] }),
    },
    {
      name: 'with a key of this account',
      sign: 'DONE',
      keyFor: ({ accountId }) => secretOf({ scopes: right, accountId }),
    },
  ]
}

const secrets = new Map<string, Promise<string>>()

/** Makes the key of a name once: operations with the same scope are called with the same keys. */
function shared(name: string, make: () => Promise<string>): Promise<string> {
  const made = secrets.get(name) ?? make()
  secrets.set(name, made)
  return made
}

const secretOf = async (given: Parameters<typeof anApiKey>[0]): Promise<string> => (await anApiKey(given)).secret

async function aRevokedKey(scopes: ApiScope[]): Promise<string> {
  const { id: keyId, secret } = await anApiKey({ scopes })
  await revokeApiKey(await anAdministrator(), { keyId })
  return secret
}

async function anExpiredKey(scopes: ApiScope[]): Promise<string> {
  const { id, secret } = await anApiKey({ scopes, days: 30 })
  await database().apiKey.update({ where: { id }, data: { expiresAt: await databaseTime() } })
  return secret
}
