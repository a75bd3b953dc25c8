import { expect, test } from 'vitest'
import { OPERATOR } from '@/tests/setup/operator'
import { parseEnv } from './env'
import { operator, operatorGaps } from './operator'

const DATABASE_URL = 'postgresql://zhunxin@127.0.0.1:5432/zhunxin'
const withSettings = (given: Record<string, string>) => parseEnv({ DATABASE_URL, ...given })

test('the operator is named by its legal name, or else by the platform’s', () => {
  expect(operator(withSettings({}))).toEqual({ name: null, phone: null, email: null })
  expect(operator(withSettings({ ZHUNXIN_PLATFORM: '样本云' })).name).toBe('样本云')
  expect(operator(withSettings({ ZHUNXIN_PLATFORM: '样本云', ...OPERATOR }))).toEqual({
    name: OPERATOR.OPERATOR_NAME,
    phone: OPERATOR.OPERATOR_PHONE,
    email: OPERATOR.OPERATOR_EMAIL,
  })
})

test('a gap is said until there is a legal name, and one way to get in touch', () => {
  const { OPERATOR_NAME, OPERATOR_PHONE, OPERATOR_EMAIL } = OPERATOR
  const gaps = (given: Record<string, string>) => operatorGaps(withSettings(given)).join()
  expect(gaps({ ZHUNXIN_PLATFORM: '样本云' })).toMatch(/OPERATOR_NAME.*OPERATOR_PHONE nor OPERATOR_EMAIL/)
  expect(gaps({ OPERATOR_NAME })).toMatch(/^Neither OPERATOR_PHONE/)
  expect(gaps({ OPERATOR_EMAIL })).toMatch(/^OPERATOR_NAME/)
  expect(gaps({ OPERATOR_NAME, OPERATOR_PHONE })).toBe('')
  expect(gaps({ OPERATOR_NAME, OPERATOR_EMAIL })).toBe('')
})

test.each(['010-1234 5678', '400-810-8888', '+86 21 5555 0100', '12345678'])('%s is a telephone number', (phone) => {
  expect(withSettings({ OPERATOR_PHONE: phone }).OPERATOR_PHONE).toBe(phone)
})

test.each([
  ['OPERATOR_PHONE', 'ask us'],
  ['OPERATOR_PHONE', '123'],
  ['OPERATOR_PHONE', '010"><script>'],
  ['OPERATOR_EMAIL', 'help at example'],
])('%s can’t be %s', (name, given) => {
  expect(() => withSettings({ [name]: given })).toThrow(name)
})
