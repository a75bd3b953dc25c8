import 'server-only'
import { requireFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { notifyAdministrators } from '@/lib/accounts/notify-administrators'
import { staffNames } from '@/lib/accounts/staff-names'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { NEWEST_API_VERSION } from './api-versions'
import { requireIntegrator } from './policy'
import type { CreateApiKeyInput } from './schemas'
import { newSecret } from './secret'

/**
 * Makes a key. Only this answer contains it. Several can be live at once, so that one is replaced without a pause: make
 * the next, use it, revoke the last. A test key is for test accounts, and any other for none of these, for ever.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, INVALID_INPUT for an account that does not exist, or is not for
 *   such a key
 */
export async function createApiKey(
  actor: PersonActor,
  { name, isTest, scopes, accountId, days, networks }: CreateApiKeyInput,
): Promise<{ id: string; secret: string; expiresAt: Date | null }> {
  requireIntegrator(actor)
  const id = newId()
  const { secret, hash } = newSecret({ isTest })
  const expiresAt = await transaction(async (tx) => {
    await requireFreshFactor(tx, actor)
    if (accountId && !(await tx.account.findUnique({ where: { id: accountId, isTest }, select: { id: true } }))) {
      throw new DomainError('INVALID_INPUT', 'No such account', { params: { problem: 'ACCOUNT_UNKNOWN' } })
    }
    const expiresAt = days === null ? null : new Date((await databaseTime(tx)).getTime() + days * DAY)
    await tx.apiKey.create({
      data: {
        ...{ id, name, isTest, scopes: [...new Set(scopes)], accountId, networks, expiresAt },
        version: NEWEST_API_VERSION,
        secretHash: new Uint8Array(hash),
        createdById: actor.id,
      },
    })
    const data = {
      scopes,
      accountId,
      isLimitedToNetworks: networks.length > 0,
      expiresAt: expiresAt?.toISOString() ?? null,
    }
    await recordAudit(tx, actor, { action: 'api_key.created', subjectId: id, data }, { using: 'integrations.manage' })
    if (scopes.includes('PERSONAL_READ') && !isTest) await notifyOfPersonalKey(tx, actor, name)
    return expiresAt
  })
  return { id, secret, expiresAt }
}

/** Notifies administrators of a key that reads personal values: what it reads is counted by no cap. */
async function notifyOfPersonalKey(tx: Tx, { id }: PersonActor, title: string): Promise<void> {
  const name = (await staffNames([id], tx)).get(id) ?? id
  await notifyAdministrators(tx, 'PERSONAL_KEY_CREATED', {
    name,
    title,
    url: new URL('/integrations', env().ZHUNXIN_URL).href,
  })
}
