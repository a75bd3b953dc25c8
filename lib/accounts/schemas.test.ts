import { expect, test } from 'vitest'
import { CONSENT_KEYS, CURRENT_TEXTS } from './consents/consents'
import {
  EmailAddress,
  PhoneNumber,
  RegisterApplicantInput,
  SetStaffRolesInput,
  SignInCodeText,
  StaffName,
} from './schemas'

test.each([
  '13800138000',
  '+8613800138000',
  '0086 138 0013 8000',
  '138-0013-8000',
  '１３８００１３８０００',
  ' (+86) 13800138000\u200b',
])('knows the mobile number in %s', (text) => {
  expect(PhoneNumber.parse(text)).toBe('+8613800138000')
})

test.each([
  '',
  '12800138000',
  '1380013800',
  '138001380000',
  '+85261234567',
  '010-62345678',
  '13800138000x',
  '9'.repeat(1000),
])('takes %s for no mainland mobile number', (text) => {
  expect(PhoneNumber.safeParse(text).error?.issues[0]?.message).toBe('PHONE_INVALID')
})

test('a code is six digits, however it was pasted', () => {
  expect(SignInCodeText.parse(' 123 456 ')).toBe('123456')
  expect(SignInCodeText.parse('１２３４５６')).toBe('123456')
  for (const text of ['', '12345', '1234567', '12345a']) expect(SignInCodeText.safeParse(text).success).toBe(false)
})

test('an address is one, however it was typed', () => {
  expect(EmailAddress.parse(' Li.Lei@Example.COM ')).toBe('li.lei@example.com')
  for (const text of ['', 'li', 'li@', '@example.com', 'li lei@example.com']) {
    expect(EmailAddress.safeParse(text).error?.issues[0]?.message).toBe('EMAIL_INVALID')
  }
})

test('a name is one line without signs', () => {
  expect(StaffName.parse('  李 \n 雷 ')).toBe('李 雷')
  for (const text of ['', ' ', '<b>', 'x'.repeat(61), '\u202eabc'])
    expect(StaffName.safeParse(text).success).toBe(false)
})

test('each required consent needs its own box', () => {
  const parse = (consents: unknown) => RegisterApplicantInput.safeParse({ ticket: 't', consents, texts: CURRENT_TEXTS })
  expect(parse(CONSENT_KEYS).success).toBe(true)
  for (const left of CONSENT_KEYS) {
    const error = parse(CONSENT_KEYS.filter((key) => key !== left)).error
    expect(error?.issues[0]).toMatchObject({ path: ['consents'], message: 'CONSENT_MISSING' })
  }
  expect(parse(undefined).success).toBe(false)
  expect(parse([...CONSENT_KEYS, 'ANYTHING']).success).toBe(false)
})

test('who registers agrees to the texts that the page showed, which are the current ones', () => {
  const given = { ticket: 't', consents: CONSENT_KEYS }
  for (const texts of [undefined, CURRENT_TEXTS.replace('2026-11', '2024-10')]) {
    const { error } = RegisterApplicantInput.safeParse({ ...given, texts })
    expect(error?.issues.map(({ path }) => path)).toEqual([['texts']])
  }
})

test('a person of the staff has at least one role, each once', () => {
  const parse = (roles: unknown) => SetStaffRolesInput.safeParse({ userId: crypto.randomUUID(), from: 'ADMIN', roles })
  expect(parse(['REVIEWER', 'AUDITOR', 'REVIEWER']).data).toMatchObject({
    from: ['ADMIN'],
    roles: ['AUDITOR', 'REVIEWER'],
  })
  expect(parse(undefined).error?.issues[0]?.message).toBe('ROLE_MISSING')
  expect(parse('ROOT').success).toBe(false)
})
