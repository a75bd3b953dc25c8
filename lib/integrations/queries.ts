import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { database, databaseTime } from '@/lib/db/client'
import type { ApiScope } from '@/lib/db/generated/enums'
import { API_VERSIONS } from './api-versions'
import { visibleApiKeys } from './policy'

export type ApiKeyState = 'LIVE' | 'EXPIRED' | 'REVOKED'

/** Describes a key as the page shows it. Nobody can show the key itself again. */
export type ApiKeyView = {
  id: string
  name: string
  state: ApiKeyState
  isTest: boolean
  scopes: ApiScope[]
  /** Names the version of the API, as the API spells it. */
  version: string
  accountId: string | null
  networks: string[]
  expiresAt: Date | null
  createdAt: Date
  createdBy: string | null
  revokedAt: Date | null
  revokedBy: string | null
  lastUsedAt: Date | null
}

/** Returns the keys, those that work first, and the newest first among these and among the others. */
export async function listApiKeys(actor: PersonActor): Promise<ApiKeyView[]> {
  const [rows, now] = await Promise.all([
    database().apiKey.findMany({
      where: visibleApiKeys(actor),
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      omit: { secretHash: true },
    }),
    databaseTime(),
  ])
  const names = await staffNames(
    rows.flatMap(({ createdById, revokedById }) => [createdById, revokedById ?? []].flat()),
  )
  const keys = rows.map(({ createdById, revokedById, version, ...key }) => ({
    ...key,
    version: API_VERSIONS[version],
    state: stateOf(key, now),
    createdBy: names.get(createdById) ?? null,
    revokedBy: revokedById && (names.get(revokedById) ?? null),
  }))
  return keys.toSorted((a, b) => Number(b.state === 'LIVE') - Number(a.state === 'LIVE'))
}

function stateOf({ revokedAt, expiresAt }: Pick<ApiKeyView, 'revokedAt' | 'expiresAt'>, now: Date): ApiKeyState {
  if (revokedAt) return 'REVOKED'
  return expiresAt && expiresAt <= now ? 'EXPIRED' : 'LIVE'
}
