import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { InviteMembersInput, RemoveMembersInput } from './schemas'

const accountId = newId()
const problems = (schema: typeof InviteMembersInput | typeof RemoveMembersInput, sent: object) =>
  schema.safeParse({ accountId, ...sent }).error?.issues.map(({ path, message }) => [path.join('.'), message])

test('a form invites up to three numbers; the second and the third may be empty', () => {
  const phones = (sent: object) => InviteMembersInput.parse({ accountId, ...sent }).phones
  expect(phones({ phone: '138 0013 8000', phone2: '', phone3: '' })).toEqual(['+8613800138000'])
  expect(phones({ phone: '13800138000' })).toEqual(['+8613800138000'])
  expect(phones({ phone: '13800138000', phone2: '', phone3: '13900139000' })).toHaveLength(2)
})

test('a wrong number is named by its field', () => {
  expect(problems(InviteMembersInput, { phone: '13800138000', phone2: '138', phone3: '' })).toEqual([
    ['phone2', 'PHONE_INVALID'],
  ])
  expect(problems(InviteMembersInput, { phone: '', phone2: '13800138000' })).toEqual([['phone', 'PHONE_INVALID']])
})

test('a form removes one person or several, and not nobody', () => {
  const [one, other] = [newId(), newId()]
  expect(RemoveMembersInput.parse({ accountId, userId: one })).toEqual({ accountId, userIds: [one] })
  expect(RemoveMembersInput.parse({ accountId, userId: [one, other] })).toEqual({ accountId, userIds: [one, other] })
  expect(problems(RemoveMembersInput, {})).toEqual([['userId', 'MEMBER_MISSING']])
})
