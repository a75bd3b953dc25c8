import { expect, test } from 'vitest'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import type { CAPABILITIES } from '@/lib/actor/capabilities'
import { holdsClaim, isOwn, ownedBy, visibleTo } from './policy'

const NOTHING = { id: { in: [] } }
const person = (capabilities: readonly (typeof CAPABILITIES)[number][], accountIds: string[] = []): PersonActor => ({
  kind: 'PERSON',
  id: 'me',
  sessionId: 's',
  audience: 'STAFF',
  accountIds,
  capabilities,
  assurance: { factors: [] },
})

test('a person without rights sees nothing, and their filter never has an empty OR', () => {
  expect(visibleTo(SYSTEM)).toEqual({ OR: [NOTHING] })
  expect(visibleTo(person([], ['a']))).toEqual({ OR: [NOTHING] })
  expect(visibleTo(person(['people.manage', 'audit.read']))).toEqual({ OR: [NOTHING] })
})

test('members see those of their accounts, staff see submitted ones, and a person who is both sees both', () => {
  const isMember = { account: { members: { some: { userId: 'me' } } } }
  const own = { accountId: { in: ['a', 'b'] }, ...isMember }
  expect(visibleTo(person(['qualification.own'], ['a', 'b']))).toEqual({ OR: [own] })
  expect(visibleTo(person(['review.queue']))).toEqual({
    OR: [NOTHING, { firstSubmittedAt: { not: null }, account: { isTest: false } }],
  })
  expect(visibleTo(person(['qualification.own', 'review.queue'], ['a'])).OR).toHaveLength(2)
  expect(ownedBy(person(['review.queue'], ['a']))).toEqual(NOTHING)
})

test('own are the accounts that they belong to and may act for', () => {
  expect(isOwn(person(['qualification.own'], ['a']), { accountId: 'a' })).toBe(true)
  expect(isOwn(person(['qualification.own'], ['a']), { accountId: 'b' })).toBe(false)
  expect(isOwn(person(['review.decide'], ['a']), { accountId: 'a' })).toBe(false)
  expect(isOwn(SYSTEM, { accountId: 'a' })).toBe(false)
})

test('a claim holds until its lease ends, and never in an account of the holder', () => {
  const now = new Date()
  const held = { accountId: 'a', status: 'IN_REVIEW', reviewerId: 'me', leaseEndsAt: new Date(now.getTime() + 1) }
  const reviewer = person(['review.queue', 'review.decide'])
  expect(holdsClaim(reviewer, held, now)).toBe(true)
  expect(holdsClaim(reviewer, { ...held, leaseEndsAt: now }, now)).toBe(false)
  expect(holdsClaim(reviewer, { ...held, leaseEndsAt: null }, now)).toBe(false)
  expect(holdsClaim(reviewer, { ...held, reviewerId: 'another' }, now)).toBe(false)
  expect(holdsClaim(reviewer, { ...held, status: 'APPROVED' }, now)).toBe(false)
  expect(holdsClaim(person(['review.queue']), held, now)).toBe(false)
  expect(holdsClaim(person(['review.decide'], ['a']), held, now)).toBe(false)
})
