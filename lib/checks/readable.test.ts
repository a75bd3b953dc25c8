import { expect, test } from 'vitest'
import { isReadable } from './readable'

test('the reader knows the characters of most names, and not the rarest', () => {
  expect([...'王小明样本'].every(isReadable)).toBe(true)
  expect([...'翀龑嫄赟骉'].some(isReadable)).toBe(false)
})
