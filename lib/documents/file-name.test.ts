import { expect, test } from 'vitest'
import { displayName } from './file-name'

test.each([
  ['身份证 正面.jpg', '身份证 正面.jpg'],
  ['a\u0000b\r\nc.png', 'abc.png'],
  ['photo\u202Egpj.exe', 'photogpj.exe'],
  ['\u2066x\u2069\u200F.webp', 'x.webp'],
  ['', ''],
])('%j is shown as %j', (name, shown) => {
  expect(displayName(name)).toBe(shown)
})

test('is cut at 255, and never through a character', () => {
  expect(displayName('x'.repeat(300))).toHaveLength(255)
  const cut = displayName(`${'x'.repeat(254)}𠮷.jpg`)
  expect(cut).toHaveLength(254)
  expect(cut.isWellFormed()).toBe(true)
})
