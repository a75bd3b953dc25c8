import { createHash, randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { anApiKey } from '@/tests/factories/api-keys'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { mailsTo } from '@/tests/factories/mails'
import { aColleague, anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { createApiKey } from './create-api-key'
import { noteKeyUse } from './note-key-use'
import { listApiKeys } from './queries'
import { revokeApiKey } from './revoke-api-key'
import { CreateApiKeyInput } from './schemas'

const FORM = { name: '短信网关', scopes: 'SENDERS_CHECK', accountId: '', days: '90', networks: '' }
const input = (given: object = {}) => CreateApiKeyInput.parse({ ...FORM, ...given })

const rowOf = (id: string) => database().apiKey.findUniqueOrThrow({ where: { id } })

test('a key is shown once, and only its hash is stored', async () => {
  const administrator = await anAdministrator()
  const { accountId } = await aRegisteredApplicant()
  const networks = ['10.0.0.0/8', '2001:db8::/32']
  const { id, secret } = await createApiKey(administrator, input({ accountId, networks: networks.join('\n') }))
  expect(secret).toMatch(/^zx_live_[\w-]{43}$/)
  const { secretHash, ...row } = await rowOf(id)
  expect(Buffer.from(secretHash)).toEqual(createHash('sha256').update(secret).digest())
  expect(JSON.stringify(row)).not.toContain(secret.slice(8))
  expect(row).toMatchObject({ name: '短信网关', accountId, networks, createdById: administrator.id, revokedAt: null })
  const days = ((row.expiresAt?.getTime() ?? 0) - (await databaseTime()).getTime()) / DAY
  expect(Math.round(days)).toBe(90)
  const [event] = await eventsAbout(id)
  expect(event).toMatchObject({
    action: 'api_key.created',
    actorId: administrator.id,
    capabilities: ['integrations.manage'],
    data: { scopes: ['SENDERS_CHECK'], accountId, isLimitedToNetworks: true, expiresAt: row.expiresAt?.toISOString() },
  })
  expect(JSON.stringify(event)).not.toMatch(/zx_live_|短信网关|10\.0\.0/)
})

test('administrators are notified of a key that reads personal values, and of no other', async () => {
  const { email } = await aColleague({ roles: ['ADMIN'] })
  const { actor } = await aColleague({ roles: ['ADMIN'], name: '温言' })
  await createApiKey(actor, input())
  const personal = ['QUALIFICATIONS_READ', 'PERSONAL_READ']
  await createApiKey(actor, input({ scopes: personal, isTest: 'true' }))
  expect(await mailsTo(email, 'PERSONAL_KEY_CREATED')).toEqual([])
  await createApiKey(actor, input({ scopes: personal, name: '控制台' }))
  expect((await mailsTo(email, 'PERSONAL_KEY_CREATED')).map((mail) => mail?.text)).toEqual([
    expect.stringMatching(/温言.*控制台/),
  ])
})

test('several live at once, those that work first; none contains the key or its hash', async () => {
  const administrator = await anAdministrator()
  const [old, next] = [await anApiKey({ name: '旧' }), await anApiKey({ name: '新', days: 30 })]
  const ended = await anApiKey({ name: '过期', days: 30 })
  await database().apiKey.update({ where: { id: ended.id }, data: { expiresAt: await databaseTime() } })
  const stateOf = async (id: string) => (await listApiKeys(administrator)).find((key) => key.id === id)?.state
  expect([await stateOf(old.id), await stateOf(next.id), await stateOf(ended.id)]).toEqual(['LIVE', 'LIVE', 'EXPIRED'])
  await revokeApiKey(administrator, { keyId: old.id })
  expect(await stateOf(old.id)).toBe('REVOKED')
  const listed = await listApiKeys(administrator)
  const states = listed.map(({ state }) => state === 'LIVE')
  expect(states).toEqual(states.toSorted((a, b) => Number(b) - Number(a)))
  expect(JSON.stringify(listed)).not.toContain(next.secret)
  expect(Object.keys(listed[0] ?? {})).not.toContain('secretHash')
})

test('a key is revoked once, with an event', async () => {
  const administrator = await anAdministrator()
  const { id: keyId } = await anApiKey()
  await revokeApiKey(administrator, { keyId })
  expect(await rowOf(keyId)).toMatchObject({ revokedById: administrator.id, revokedAt: expect.any(Date) })
  await expect(revokeApiKey(administrator, { keyId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await eventsAbout(keyId, 'api_key.revoked')).toHaveLength(1)
})

test('of two who revoke at once, one is refused', async () => {
  const { id: keyId } = await anApiKey()
  const both = await Promise.allSettled(
    [await anAdministrator(), await anAdministrator()].map((actor) => revokeApiKey(actor, { keyId })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await eventsAbout(keyId, 'api_key.revoked')).toHaveLength(1)
})

test('only an administrator with a fresh factor makes and revokes keys', async () => {
  const { id: keyId } = await anApiKey()
  const before = await database().apiKey.count()
  for (const role of ['REVIEWER', 'LEAD', 'AUDITOR'] as const) {
    const { actor } = await aColleague({ roles: [role] })
    await expect(createApiKey(actor, input()), role).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(revokeApiKey(actor, { keyId }), role).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await listApiKeys(actor), role).toEqual([])
  }
  const stale = await withFactorGiven(await anAdministrator(), 16)
  await expect(createApiKey(stale, input())).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  await expect(revokeApiKey(stale, { keyId })).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  const nowhere = { keyId: randomUUID() }
  await expect(revokeApiKey(await anAdministrator(), nowhere)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await database().apiKey.count()).toBe(before)
  expect((await rowOf(keyId)).revokedAt).toBeNull()
})

test('a key is for an account that exists', async () => {
  const creating = createApiKey(await anAdministrator(), input({ accountId: randomUUID() }))
  await expect(creating).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { problem: 'ACCOUNT_UNKNOWN' } })
})

test.each([
  [{ name: ' ' }, 'NAME_MISSING'],
  [{ name: '网'.repeat(61) }, 'NAME_TOO_LONG'],
  [{ name: 'a\u202eb' }, 'NAME_WRONG'],
  [{ name: 'a\0b' }, 'NAME_WRONG'],
  [{ scopes: [] }, 'SCOPE_MISSING'],
  [{ accountId: 'ZX-20261128-AAAAAA' }, 'ACCOUNT_WRONG'],
  [{ networks: '10.0.0.0/8, nowhere' }, 'NETWORKS_WRONG'],
  [{ networks: '0.0.0.0/0' }, 'NETWORKS_WRONG'],
  [{ networks: Array.from({ length: 21 }, (_, n) => `10.0.0.${n}`).join(' ') }, 'NETWORKS_TOO_MANY'],
])('%j: %s', (given, code) => {
  const { error } = CreateApiKeyInput.safeParse({ ...FORM, ...given })
  expect(error?.issues.map(({ message }) => message)).toContain(code)
})

test('a use is noted, and at most once a minute', async () => {
  const { id } = await anApiKey()
  const used = async () => (await rowOf(id)).lastUsedAt
  noteKeyUse(id)
  const first = await vi.waitUntil(used, PATIENCE)
  const earlier = new Date(first.getTime() - 30_000)
  await database().apiKey.update({ where: { id }, data: { lastUsedAt: earlier } })
  noteKeyUse(id)
  const other = await anApiKey()
  noteKeyUse(other.id) // what was sent after it is done
  await vi.waitUntil(async () => (await rowOf(other.id)).lastUsedAt, PATIENCE)
  expect(await used()).toEqual(earlier)
})
