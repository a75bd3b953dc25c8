import { expect, test } from 'vitest'
import { detailsOf } from './audit-details'

const ID = '0199a1b2-0000-7000-8000-0123456789ab'

test.each([
  [{ from: 'IN_REVIEW', to: 'APPROVED', revision: 2, decisionId: ID }, ['IN_REVIEW → APPROVED', 'revision=2']],
  [{ from: ['REVIEWER'], to: ['ADMIN', 'LEAD'] }, ['REVIEWER → ADMIN,LEAD']],
  [{ roles: ['ADMIN', 'LEAD'] }, ['roles=ADMIN,LEAD']],
  [{ files: [{ kind: 'ID_PORTRAIT' }, { kind: 'ID_EMBLEM' }], sha256: 'a'.repeat(64) }, ['files×2']],
  [{ from: null, to: '2026-11-25T01:00:00.000Z', actions: [], qualificationId: null, format: 'CSV' }, ['format=CSV']],
  [{ reference: 'ZX-20261125-WRHLVM', fields: ['a', 'b', 'c', 'd', 'e'] }, ['fields×5']],
  [{}, []],
  [undefined, []],
])('of %j it says %j', (data, said) => {
  expect(detailsOf(data)).toEqual(said)
})
