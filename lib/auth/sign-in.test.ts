import { expect, test } from 'vitest'
import { nextStep } from './sign-in'

test.each([
  ['APPLICANT', [], false, 'GIVE_CODE'],
  ['APPLICANT', ['PASSWORD', 'LINK'], true, 'GIVE_CODE'],
  ['APPLICANT', ['SMS_CODE'], false, 'REGISTER'],
  ['APPLICANT', ['SMS_CODE'], true, 'SIGNED_IN'],
  ['STAFF', [], true, 'GIVE_PASSWORD'],
  ['STAFF', ['SMS_CODE', 'LINK'], true, 'GIVE_PASSWORD'],
  ['STAFF', ['PASSWORD'], true, 'SIGNED_IN'],
  ['STAFF', ['LINK', 'PASSWORD'], true, 'SIGNED_IN'],
] as const)('%s who gave %j (known: %s) → %s', (audience, given, isKnown, step) => {
  expect(nextStep({ audience, given, isKnown })).toBe(step)
})
