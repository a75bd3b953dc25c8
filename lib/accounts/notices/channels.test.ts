import { expect, test } from 'vitest'
import { type Reachable, waysTo } from './channels'

const phone = '+8613900001111'
const email = 'a@example.com'
const BOTH: Reachable = { phone, email, noticesBySms: true, noticesByEmail: true }
const channels = (person: Partial<Reachable>, isEmailSent = true) =>
  waysTo({ ...BOTH, ...person }, isEmailSent).map(({ channel }) => channel)

test('by each channel that was chosen', () => {
  expect(waysTo(BOTH, true)).toEqual([
    { channel: 'SMS', to: phone },
    { channel: 'EMAIL', to: email },
  ])
  expect(channels({ noticesByEmail: false })).toEqual(['SMS'])
  expect(channels({ noticesBySms: false })).toEqual(['EMAIL'])
})

test('by the phone when what was chosen cannot be used, or nothing was', () => {
  expect(channels({ noticesBySms: false, noticesByEmail: false })).toEqual(['SMS'])
  expect(channels({ noticesBySms: false, email: null })).toEqual(['SMS'])
  expect(channels({ noticesBySms: false }, false)).toEqual(['SMS'])
})

test('by e-mail to a person who has no phone, no matter what they chose', () => {
  expect(channels({ phone: null })).toEqual(['EMAIL'])
  expect(channels({ phone: null, noticesByEmail: false })).toEqual(['EMAIL'])
})

test('by e-mail when the provider has no template for it, regardless of what they chose', () => {
  const ways = (person: Partial<Reachable>, isEmailSent = true) => waysTo({ ...BOTH, ...person }, isEmailSent, false)
  expect(ways({})).toEqual([{ channel: 'EMAIL', to: email }])
  expect(ways({ noticesByEmail: false })).toEqual([{ channel: 'EMAIL', to: email }])
  expect(ways({ email: null })).toEqual([{ channel: 'SMS', to: phone }]) // it fails where an operator sees it
  expect(ways({}, false)).toEqual([{ channel: 'SMS', to: phone }])
})

test('not at all when there is no way', () => {
  expect(channels({ phone: null, email: null })).toEqual([])
  expect(channels({ phone: null }, false)).toEqual([])
})
