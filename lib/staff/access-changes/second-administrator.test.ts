import { expect, test } from 'vitest'
import { gainedBy, kindOf, mayDismissOwn, rolesConcerned } from '@/lib/accounts/access-change'
import type { PersonActor } from '@/lib/actor/actor'
import { APPLICANT_CAPABILITIES, CAPABILITIES, type Capability, capabilitiesOf } from '@/lib/actor/capabilities'
import { type AccessChangeKind, StaffRole } from '@/lib/db/generated/enums'
import { requireMayGrant } from './second-administrator'

const actorWith = (capabilities: readonly Capability[]): PersonActor => ({
  kind: 'PERSON',
  id: 'someone',
  audience: 'STAFF',
  sessionId: 'theirs',
  accountIds: [],
  capabilities,
  assurance: { factors: [] },
})

test('an administrator may grant each role', () => {
  for (const role of Object.values(StaffRole)) requireMayGrant(actorWith(capabilitiesOf(['ADMIN'])), [role])
})

test('nobody grants what they lack, but for the work on cases', () => {
  const lacking = actorWith(capabilitiesOf(['ADMIN']).filter((capability) => capability !== 'audit.export'))
  requireMayGrant(lacking, ['REVIEWER', 'LEAD'])
  for (const role of ['AUDITOR', 'ADMIN'] as const) {
    expect(() => requireMayGrant(lacking, [role]), role).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
  }
  expect(() => requireMayGrant(actorWith(['people.manage']), ['REVIEWER'])).toThrow('Grants what they lack')
})

test('existing roles are not gained', () => {
  expect(gainedBy(['REVIEWER'], ['REVIEWER', 'AUDITOR'])).toEqual(['AUDITOR'])
  expect(gainedBy(['ADMIN', 'LEAD'], ['LEAD'])).toEqual([])
})

test('each capability of staff is some role’s', () => {
  const granted = capabilitiesOf(Object.values(StaffRole))
  expect(CAPABILITIES.filter((capability) => !granted.includes(capability))).toEqual([...APPLICANT_CAPABILITIES])
})

test('a change of roles that grants one that takes two is a grant, no matter what it removes', () => {
  const rolesFrom = (from: StaffRole[], roles: StaffRole[]) => kindOf({ kind: 'ROLES', userId: 'them', from, roles })
  expect(rolesFrom(['ADMIN'], ['AUDITOR'])).toBe('GRANT_ROLES')
  expect(rolesFrom(['ADMIN'], ['REVIEWER'])).toBe('REMOVE_ROLES')
  expect(kindOf({ kind: 'DISABLE', userId: 'them' })).toBe('DISABLE')
})

test('roles concern a change when they differ; disabling and resets concern all that the person has', () => {
  const roles = { kind: 'ROLES', userId: 'them', from: ['ADMIN', 'LEAD'], roles: ['ADMIN', 'REVIEWER'] } as const
  expect(rolesConcerned(roles, ['ADMIN', 'LEAD'])).toEqual(['REVIEWER', 'LEAD'])
  expect(rolesConcerned({ kind: 'ENABLE', userId: 'them' }, ['ADMIN'])).toEqual(['ADMIN'])
})

test('nobody dismisses that their own access is removed', () => {
  const may = (kind: AccessChangeKind, fromRoles: StaffRole[], toRoles = fromRoles) =>
    mayDismissOwn({ kind, fromRoles, toRoles })
  expect([may('REMOVE_ROLES', ['ADMIN'], []), may('DISABLE', ['ADMIN'])]).toEqual([false, false])
  expect([may('ENABLE', ['ADMIN']), may('RESET_FACTORS', ['ADMIN'])]).toEqual([true, true])
  expect(may('GRANT_ROLES', ['ADMIN', 'LEAD'], ['ADMIN', 'AUDITOR'])).toBe(true)
  expect(may('GRANT_ROLES', ['ADMIN'], ['AUDITOR'])).toBe(false)
})
