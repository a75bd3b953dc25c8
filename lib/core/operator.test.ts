import { afterEach, expect, test } from 'vitest'
import { OPERATOR } from '@/tests/setup/operator'
import { parseEnv } from './env'
import { addresseeOfNew, holdEntered, operator, operatorGaps, SPECIMEN_OPERATOR } from './operator'

const DATABASE_URL = 'postgresql://zhunxin@127.0.0.1:5432/zhunxin'
const withSettings = (given: Record<string, string>) => parseEnv({ DATABASE_URL, ...given })

afterEach(() => holdEntered({ name: null, phone: null, email: null }))

test('the operator is named by its legal name, or else by the platform’s', () => {
  expect(operator(withSettings({}))).toEqual({ name: null, phone: null, email: null })
  expect(operator(withSettings({ ZHUNXIN_PLATFORM: '样本云' })).name).toBe('样本云')
  expect(operator(withSettings({ ZHUNXIN_PLATFORM: '样本云', ...OPERATOR }))).toEqual({
    name: OPERATOR.OPERATOR_NAME,
    phone: OPERATOR.OPERATOR_PHONE,
    email: OPERATOR.OPERATOR_EMAIL,
  })
})

test('what is entered counts where the environment says nothing', () => {
  holdEntered({ name: '样本短信', phone: '12345678', email: null })
  expect(operator(withSettings({ ZHUNXIN_PLATFORM: '样本云' }))).toEqual({
    ...{ name: '样本短信', phone: '12345678', email: null },
  })
  expect(operator(withSettings(OPERATOR))).toMatchObject({
    name: OPERATOR.OPERATOR_NAME,
    phone: OPERATOR.OPERATOR_PHONE,
  })
})

test('without a legal name, letters are specimens where only this machine reaches the portal, and there are none elsewhere', () => {
  const elsewhere = { ZHUNXIN_URL: 'https://sms.example.cn', HOST: '0.0.0.0' }
  expect(addresseeOfNew(withSettings({ ZHUNXIN_PLATFORM: '样本云' }))).toBe(SPECIMEN_OPERATOR)
  expect(addresseeOfNew(withSettings({ ZHUNXIN_PLATFORM: '样本云', ...elsewhere }))).toBeNull()
  expect(addresseeOfNew(withSettings({ ...elsewhere, ...OPERATOR }))).toBe(OPERATOR.OPERATOR_NAME)
  holdEntered({ name: '样本短信', phone: null, email: null })
  for (const settings of [{}, elsewhere]) expect(addresseeOfNew(withSettings(settings))).toBe('样本短信')
})

test('a gap is said until there is a legal name, and one way to get in touch', () => {
  const { OPERATOR_NAME, OPERATOR_PHONE, OPERATOR_EMAIL } = OPERATOR
  const gaps = (given: Record<string, string>) => operatorGaps(withSettings(given))
  expect(gaps({ ZHUNXIN_PLATFORM: '样本云' })).toEqual(['NAME', 'CONTACT'])
  expect(gaps({ OPERATOR_NAME })).toEqual(['CONTACT'])
  expect(gaps({ OPERATOR_EMAIL })).toEqual(['NAME'])
  expect(gaps({ OPERATOR_NAME, OPERATOR_PHONE })).toEqual([])
  holdEntered({ name: null, phone: null, email: 'help@zhunxin.example' })
  expect(gaps({ OPERATOR_NAME })).toEqual([])
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
