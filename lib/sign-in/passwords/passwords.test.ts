import { expect, test } from 'vitest'
import { hashPassword, passwordProblem, verifyPassword } from './passwords'

const GOOD = 'Kolibri-Anorak-Sextant'

test('hashes by Argon2id with the given cost, salted', async () => {
  const hash = await hashPassword(GOOD)
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await hashPassword(GOOD)).not.toBe(hash)
  expect(await verifyPassword(hash, GOOD)).toBe(true)
  expect(await verifyPassword(hash, `${GOOD} `)).toBe(false)
})

test('nobody has no password, and looking takes the same kind of work', async () => {
  expect(await verifyPassword(null, GOOD)).toBe(false)
})

test('one password, however a system composes its characters', async () => {
  const hash = await hashPassword('Crème-brûlée-№7'.normalize('NFC'))
  expect(await verifyPassword(hash, 'Crème-brûlée-№7'.normalize('NFD'))).toBe(true)
})

test('an endless password is refused before any work', async () => {
  expect(await verifyPassword(await hashPassword(GOOD), 'x'.repeat(1_000_000))).toBe(false)
})

test.each([
  GOOD,
  '石榴树下的第七只猫会弹琴',
  '𠮷𠮷野家的牛肉面很好吃啊',
  'tMq9!zL0pw@e',
  'qiongkunxunquelveruanbin',
  'lantern gadget umbrella frost',
  `${GOOD} ${'é'.repeat(256 - GOOD.length - 1)}`,
])('takes %s', (password) => {
  expect(passwordProblem(password, [])).toBeNull()
})

test.each([
  ['shorter', 'PASSWORD_LENGTH'],
  ['𠮷𠮷野家的牛肉面很好', 'PASSWORD_LENGTH'], // 10 characters, 12 UTF-16 units
  ['x'.repeat(257), 'PASSWORD_LENGTH'],
  ['Password1234', 'PASSWORD_COMMON'],
  ['ＰＡＳＳＷＯＲＤ１２３４', 'PASSWORD_COMMON'],
  ['P@ssw0rd!2024', 'PASSWORD_COMMON'],
  ['woaini1314520', 'PASSWORD_COMMON'],
  ['WoAiNi5201314!', 'PASSWORD_COMMON'],
  ['wodemima888888', 'PASSWORD_COMMON'],
  ['zhangwei19900101', 'PASSWORD_COMMON'],
  ['qwertyuiop123', 'PASSWORD_COMMON'],
  ['1qaz2wsx3edc4rfv', 'PASSWORD_COMMON'],
  ['qazwsxedcrfv', 'PASSWORD_COMMON'],
  ['admin123admin123', 'PASSWORD_COMMON'],
  ['a123456789012', 'PASSWORD_COMMON'],
  ['110105194912310020', 'PASSWORD_COMMON'],
  ['aaaaaaaaaaaaaa', 'PASSWORD_COMMON'],
  ['Pa$$w0rd2024', 'PASSWORD_COMMON'],
  ['thisisapassword', 'PASSWORD_COMMON'],
  ['correcthorsebatterystaple', 'PASSWORD_COMMON'],
  ['1q2w3e4r5t6y', 'PASSWORD_COMMON'],
  ['iloveuforever', 'PASSWORD_COMMON'],
  ['zhangsan@123', 'PASSWORD_COMMON'],
  ['zhoujielun123', 'PASSWORD_COMMON'],
  ['zhugekongming1', 'PASSWORD_COMMON'],
  ['shenfenzheng1', 'PASSWORD_COMMON'],
  ['zhongguoyidong', 'PASSWORD_COMMON'],
  ['xinxi1234567', 'PASSWORD_COMMON'],
  ['我爱你我爱你我爱你我爱你', 'PASSWORD_COMMON'],
])('refuses %s as %s', (password, problem) => {
  expect(passwordProblem(password, [])).toBe(problem)
})

test.each([
  ['王小明-Anorak-Sextant', ['王小明']],
  ['xiaoming-Anorak-42', ['Wang Xiaoming', 'xiaoming@example.com']],
  ['Sextant+EXAMPLE+Anorak', ['li@example.com']],
  ['准信-Anorak-Sextant', ['准信']],
  ['wangxiaoming#Anorak', ['Wang Xiao Ming']],
])('refuses %s to whom %j describes', (password, about) => {
  expect(passwordProblem(password, about)).toBe('PASSWORD_PERSONAL')
})

test('nothing known of someone forbids nothing', () => {
  expect(passwordProblem(GOOD, ['', 'Li', '王'])).toBeNull()
})
