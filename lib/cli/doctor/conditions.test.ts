import { expect, test, vi } from 'vitest'
import type { ConditionCheck } from '@/lib/worker/conditions/check-conditions'
import { CONDITION_KINDS, CONDITIONS } from '@/lib/worker/conditions/table'
import { checkHealth } from './conditions'

const checks = vi.hoisted(() => ({ found: [] as ConditionCheck[] }))
vi.mock('@/lib/worker/conditions/check-conditions', () => ({ checkConditions: async () => checks.found }))

/** Each has a check of its own. */
const ELSEWHERE = ['DECODERS_NOT_ISOLATED', 'DATABASE_ROLE_TOO_STRONG']
const OF_DATABASE = CONDITION_KINDS.filter((kind) => CONDITIONS[kind].needsDatabase && !ELSEWHERE.includes(kind))

test.each([
  ['EMPTY', 'It needs the database, which the first start fills.'],
  ['UNREACHABLE', 'It needs the database.'],
] as const)('with a database that is %s, a condition that needs it is neither late nor failed', async (state, says) => {
  checks.found = CONDITION_KINDS.map((kind) => ({ kind, finding: null, error: new Error('relation does not exist') }))
  const found = (await checkHealth(state)).filter(({ check }) => OF_DATABASE.includes(check as never))
  expect(found).toEqual(OF_DATABASE.map((check) => ({ check, verdict: 'skipped', says })))
})

test('with a filled one, a probe that fails says why, and one without a result is late', async () => {
  checks.found = [
    { kind: 'WORKER_MISSING', finding: null, error: new Error('permission denied\nfor a table') },
    { kind: 'JOBS_STUCK', finding: null },
    { kind: 'MESSAGES_WAITING', finding: { holds: false } },
  ]
  expect(await checkHealth('FILLED')).toMatchObject([
    { verdict: 'failed', says: expect.stringContaining('permission denied'), todo: expect.stringContaining('docs/') },
    { verdict: 'skipped', says: 'No result in time.' },
    { verdict: 'ok' },
  ])
})

test('before the first start, what looks at the data folder waits for it', async () => {
  vi.stubEnv('ZHUNXIN_DATA', '/nowhere/data')
  vi.resetModules()
  const { checkHealth: check } = await import('./conditions')
  checks.found = [{ kind: 'DISK_LOW', finding: null, error: new Error('ENOENT') }]
  expect(await check('EMPTY')).toMatchObject([
    { verdict: 'skipped', says: expect.stringContaining('first start makes') },
  ])
  vi.unstubAllEnvs()
})
