import type { ClientActor, PersonActor } from '@/lib/actor/actor'
import type { ApiScope } from '@/lib/db/generated/enums'
import { createApiKey } from '@/lib/integrations/create-api-key'
import type { CreateApiKeyInput } from '@/lib/integrations/schemas'
import { anAdministrator } from './people'

const FIELDS = { name: '短信网关', isTest: false, accountId: null, days: null } as const

/** Makes a key by the verb; without anything given it may ask about every account, from anywhere and without an end. */
export async function anApiKey(
  given: Partial<CreateApiKeyInput> = {},
  by?: PersonActor,
): Promise<{ id: string; secret: string }> {
  const fields = { ...FIELDS, scopes: ['SENDERS_CHECK'] satisfies ApiScope[], networks: [], ...given }
  return createApiKey(by ?? (await anAdministrator()), fields)
}

/** Makes a key, and returns the client that acts by it, as the API does. */
export async function aClient(given: Partial<CreateApiKeyInput> = {}): Promise<ClientActor & { secret: string }> {
  const scopes: ApiScope[] = ['QUALIFICATIONS_READ', 'QUALIFICATIONS_WRITE']
  const key = { scopes, accountId: null, isTest: false, ...given }
  const { id, secret } = await anApiKey({ ...key, scopes: [...key.scopes] })
  const { accountId, isTest } = key
  return { kind: 'CLIENT', id, scopes: key.scopes, accountId, isTest, capabilities: [], secret }
}
