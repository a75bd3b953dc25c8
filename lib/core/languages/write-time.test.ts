import { createFormatter } from 'use-intl/core'
import { expect, test } from 'vitest'
import { HOME_ZONE } from '../clock'
import { FORMATS } from './formats'
import { LOCALES } from './locales'
import { writeTime } from './write-time'

const AT = new Date('2026-11-08T16:05:09Z')
const TIME_FORMATS = ['moment', 'exact', 'day'] as const

test('a time outside of pages is written as pages write it, in each language and each format', () => {
  expect([...TIME_FORMATS].toSorted()).toEqual(Object.keys(FORMATS.dateTime).toSorted())
  for (const locale of LOCALES) {
    const page = createFormatter({ locale, timeZone: HOME_ZONE, formats: FORMATS })
    for (const format of TIME_FORMATS) {
      expect(writeTime(AT, locale, format)).toBe(page.dateTime(AT, format))
    }
  }
  expect(writeTime(AT, 'zh-CN', 'exact')).toBe('2026年11月9日 00:05:09')
  expect(writeTime(AT, 'en', 'day')).toBe('Nov 9, 2026')
})
