import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskedName, maskedNumber } from './masking'

test.each([
  ['张三', 'INDIVIDUAL', '张*'],
  ['欧阳娜娜', 'INDIVIDUAL', '欧*'],
  ['𬱖', 'INDIVIDUAL', '𬱖*'],
  ['', 'INDIVIDUAL', ''],
  ['北京准信科技有限公司', 'ORGANISATION', '北京******公司'],
  ['老王面馆', 'ORGANISATION', '老*'],
] as const)('%s of an %s is told as %s', (name, kind, told) => {
  expect(maskedName(name, kind)).toBe(told)
})

test('a number shows four of each end', () => {
  expect(maskedNumber('11010519491231002X')).toBe('1101**********002X')
  expect(maskedNumber('13812345678')).toBe('13*******78')
  expect(maskedNumber('123')).toBe('***')
})

test('of a number more is covered than told', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Z]{1,40}$/), (number) => {
      const told = maskedNumber(number)
      expect(told).toHaveLength(number.length)
      expect(told.replaceAll('*', '').length).toBeLessThanOrEqual(number.length / 2)
    }),
  )
})
