import { describe, expect, it } from 'vitest'
import { FORMATS } from './formats'
import { LOCALES } from './locales'

const AT = new Date('2026-11-08T16:05:09Z')
const shown = (locale: string, format: keyof typeof FORMATS.dateTime) =>
  new Intl.DateTimeFormat(locale, FORMATS.dateTime[format]).format(AT)

describe('times on pages', () => {
  it.each(LOCALES)('have one format in %s, in sentences and in logs', (locale) => {
    expect(shown(locale, 'exact')).toBe(`${shown(locale, 'moment')}:09`)
  })

  it('are Beijing’s, and count hours to 23', () => {
    expect(shown('en', 'exact')).toBe('Nov 9, 2026, 00:05:09')
    expect(shown('zh-CN', 'exact')).toBe('2026年11月9日 00:05:09')
    expect(shown('en', 'day')).toBe('Nov 9, 2026')
    expect(shown('zh-CN', 'day')).toBe('2026年11月9日')
  })
})
