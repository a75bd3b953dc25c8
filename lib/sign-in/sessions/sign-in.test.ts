import { expect, test } from 'vitest'
import { nextStep } from './sign-in'

test.each([
  [[], false, 'GIVE_CODE'],
  [['LINK', 'TOTP'], true, 'GIVE_CODE'],
  [['PASSKEY'], true, 'SIGNED_IN'],
  [['PASSWORD'], true, 'SIGNED_IN'],
  [['SMS_CODE'], false, 'REGISTER'],
  [['SMS_CODE'], true, 'SIGNED_IN'],
] as const)('an applicant who gave %j (known: %s) → %s', (given, isKnown, step) => {
  expect(nextStep({ audience: 'APPLICANT', given, isKnown, hasSecondFactor: false })).toBe(step)
})

test.each([
  [[], true, 'GIVE_PASSWORD'],
  [['SMS_CODE', 'LINK', 'TOTP', 'RECOVERY_CODE'], true, 'GIVE_PASSWORD'],
  [['PASSWORD'], true, 'GIVE_SECOND_FACTOR'],
  [['PASSWORD'], false, 'SET_UP_SECOND_FACTOR'],
  [['LINK', 'PASSWORD'], false, 'SET_UP_SECOND_FACTOR'],
  [['PASSKEY'], true, 'SIGNED_IN'],
  [['PASSWORD', 'TOTP'], true, 'SIGNED_IN'],
  [['PASSWORD', 'RECOVERY_CODE'], true, 'SIGNED_IN'],
] as const)('staff who gave %j (with a second factor: %s) → %s', (given, hasSecondFactor, step) => {
  expect(nextStep({ audience: 'STAFF', given, isKnown: true, hasSecondFactor })).toBe(step)
})
